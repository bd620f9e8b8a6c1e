package swapr.sandbox.http;

import java.util.Map;

/** Ends a call with this status and message. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    /** @param detail the text of the response; it must not contain personal data */
    public Refused(int status, String detail) {
        super(detail);
        this.status = status;
    }

    Answer answer() {
        return Answer.json(status, Map.of("status", status, "detail", String.valueOf(getMessage())));
    }
}
