package swapr.purchase;

import java.time.Duration;

/** The order is not placed. No message contains data of another buyer. */
final class OrderRefusalException extends RuntimeException {

    private static final long serialVersionUID = 1;

    enum Reason {
        ACCOUNT_DELETED,
        KEY_ALREADY_USED,
        TOO_MANY_OPEN_ORDERS
    }

    final Reason reason;

    /** After this time, one of the open orders is final at the latest. Zero for the other reasons. */
    final Duration retryAfter;

    OrderRefusalException(Reason reason, String message, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    OrderRefusalException(Reason reason, String message) {
        this(reason, message, Duration.ZERO);
    }
}
