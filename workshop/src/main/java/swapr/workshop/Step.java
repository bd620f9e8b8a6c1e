package swapr.workshop;

/**
 * One step of a check.
 *
 * @param proves the statement that holds if the step is green
 */
record Step(String proves, Action action) {

    /** Acts like customers and operators, and looks at the result from outside. */
    interface Action {
        /**
         * Runs the step.
         *
         * @throws Red if the result is wrong
         */
        void run() throws Exception;
    }
}
