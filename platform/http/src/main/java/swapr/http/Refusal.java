package swapr.http;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why a request was refused before any work was done for it. */
public enum Refusal {
    /** The body is larger than {@link RequestProperties#maxBody}. */
    BODY(HttpStatus.CONTENT_TOO_LARGE),
    /** The body ends early, or is not encoded as its headers say. */
    BROKEN(HttpStatus.BAD_REQUEST),
    /** The body is a form or has several parts. Swapr takes neither. */
    FORM(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** The request took longer to arrive than {@link RequestProperties#arrival}. */
    DEADLINE(HttpStatus.REQUEST_TIMEOUT),
    /** There is no room for one more request now. */
    BUSY(HttpStatus.SERVICE_UNAVAILABLE),
    /** The request is for a host name that is not served here. */
    HOST(HttpStatus.MISDIRECTED_REQUEST),
    /** A header has other characters than visible ASCII, blanks and tabs, or the Content-Type is no media type. */
    HEADER(HttpStatus.BAD_REQUEST),
    /** The query has broken escapes, parameters without a name, or too many parameters. */
    QUERY(HttpStatus.BAD_REQUEST);

    private final HttpStatus status;

    Refusal(HttpStatus status) {
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }

    /** As the metric's label {@code reason} has it. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
