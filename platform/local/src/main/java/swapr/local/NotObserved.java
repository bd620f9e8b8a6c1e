package swapr.local;

/** Something that should have been seen from outside was not. */
final class NotObserved extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotObserved(String what) {
        super(what);
    }
}
