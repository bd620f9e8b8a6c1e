package swapr.local;

/** The demo did not observe an expected result. */
final class DemoAssertionError extends RuntimeException {

    private static final long serialVersionUID = 1;

    DemoAssertionError(String message) {
        super(message);
    }
}
