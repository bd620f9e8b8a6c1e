package swapr.http;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** The reasons to refuse a request before it is processed, each with its HTTP status. */
public enum Refusal {
    /** The body is larger than {@link RequestProperties#maxBody}. */
    BODY(HttpStatus.CONTENT_TOO_LARGE),
    /** The body ends early, or its encoding does not match its headers. */
    BROKEN(HttpStatus.BAD_REQUEST),
    /** The body is a form or has several parts. Swapr accepts neither. */
    FORM(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    /** The request took longer to arrive than {@link RequestProperties#arrival}. */
    DEADLINE(HttpStatus.REQUEST_TIMEOUT),
    /** The limit for concurrent requests or for the memory of bodies is reached. */
    BUSY(HttpStatus.SERVICE_UNAVAILABLE),
    /** The request is for a host name that this process does not serve. */
    HOST(HttpStatus.MISDIRECTED_REQUEST),
    /** A header has other characters than visible ASCII, spaces and tabs, or the Content-Type is not a media type. */
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

    /** Returns the value of the metric's label {@code reason}. */
    String reason() {
        return name().toLowerCase(Locale.ROOT);
    }
}
