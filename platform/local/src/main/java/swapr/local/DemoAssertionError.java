package swapr.local;

/** Something that should have been seen from outside was not. */
final class DemoAssertionError extends RuntimeException {

    private static final long serialVersionUID = 1;

    DemoAssertionError(String what) {
        super(what);
    }
}
