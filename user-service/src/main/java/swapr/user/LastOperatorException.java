package swapr.user;

/** Dead letters need an operator. The account is not deleted. */
final class LastOperatorException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LastOperatorException() {
        super("The last operator's account cannot be deleted, because dead letters need an operator.");
    }
}
