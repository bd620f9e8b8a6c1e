package swapr.system;

import java.util.Map;

/** The faults of the control room that take up to some minutes, and then are over. One runs at a time. */
final class OperatorCommands {

    private static final String START = "start";

    private final OperatorProcesses processes;
    private final OperatorRecords records;
    private final FaultJournal journal;
    private final BackgroundCommand background = new BackgroundCommand();

    OperatorCommands(FaultSite site, OperatorProcesses processes, FaultLog faultLog, FaultJournal journal) {
        this.processes = processes;
        this.journal = journal;
        records = new OperatorRecords(site, faultLog);
    }

    /** Ends a process like a crash. It stays away until a start. */
    void kill(String process) {
        processes.pid(process);
        run("kill " + process, "", () -> processes.kill(process));
    }

    /** Ends a process after its open work. It stays away until a start. */
    void stop(String process) {
        processes.pid(process);
        run("stop " + process, "", () -> processes.stop(process));
    }

    /** Starts the missing processes. */
    void start() {
        run(START, "done", processes::start);
    }

    /** Starts the missing processes if there are some and no command runs. */
    void startIfIncomplete() {
        if (!processes.isComplete() && background.running().isEmpty()) {
            start();
        }
    }

    /**
     * Sends records.
     *
     * @throws IllegalArgumentException if there is no such fault
     */
    void send(String fault) {
        if (!OperatorRecords.knows(fault)) {
            throw new IllegalArgumentException("there is no fault " + fault);
        }
        run(fault.replace('_', ' '), "done", () -> records.send(fault));
    }

    /** @param end its end in the journal; empty if it lasts until something else ends it */
    private void run(String name, String end, Runnable action) {
        background.run(name, () -> {
            var id = journal.begin(FaultJournal.CONTROL_ROOM, name);
            try {
                action.run();
                if (!end.isEmpty()) {
                    journal.end(id, end);
                }
            } catch (RuntimeException e) {
                journal.end(id, "failed");
                throw e;
            }
        });
    }

    /** Adds the running command and the last failure. The journal gets the processes that run again. */
    void addStates(Map<String, Object> states) {
        if (background.running().isEmpty()) {
            processes.noteStarted(journal);
        }
        states.put("running", background.running());
        states.put("failure", background.failure());
    }

    boolean isRunning() {
        return !background.running().isEmpty();
    }
}
