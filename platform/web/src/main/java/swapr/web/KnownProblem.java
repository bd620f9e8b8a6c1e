package swapr.web;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;

/** The problems that a service can report: the status, the detail for the caller, and the headers. */
enum KnownProblem {
    INVALID_FIELDS(400, "The request is not valid. Correct each field in errors and send the request again."),
    INVALID_BODY(400, "The body is missing or is not a valid JSON object. Send the JSON object of this call."),
    INVALID_URL(400, "The URL or a header has characters that the server does not accept. Remove them and try again."),
    INVALID_VALUE(
            400,
            "The database cannot store a value of the request. Check it for null characters and for values out of"
                    + " range."),
    NO_TOKEN(401, "The request has no bearer token, but this call needs one. Get a token with POST /sessions."),
    INVALID_TOKEN(401, "The token is not valid or has expired. Get a new one with POST /sessions."),
    FORBIDDEN(403, "The token does not have the role that this call needs. Use the token of an operator."),
    CONFLICT(409, "Another request has changed the same data first. Read the data again and retry."),
    UNEXPECTED(500, "The service has an internal error. Send the Correlation-Id of this answer to the operators."),
    NO_DATABASE(
            503,
            "The database is not available. It is unknown whether the request changed data. Try again after the time in"
                    + " Retry-After."),
    SLOW_QUERY(
            503,
            "The query was stopped because it took too long. Request less data, or try again after the time in"
                    + " Retry-After."),
    NO_SIGNING_KEYS(
            503,
            "The token cannot be checked because no signing keys are available. Try again after the time in"
                    + " Retry-After.");

    private final int status;
    private final String detail;

    KnownProblem(int status, String detail) {
        this.status = status;
        this.detail = detail;
    }

    ProblemDetail body() {
        return ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
    }

    HttpHeaders headers() {
        HttpHeaders headers = new HttpHeaders();
        switch (this) {
            case NO_TOKEN -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            case INVALID_TOKEN -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            case NO_DATABASE, SLOW_QUERY, NO_SIGNING_KEYS -> headers.set(HttpHeaders.RETRY_AFTER, "5");
            case INVALID_FIELDS, INVALID_BODY, INVALID_URL, INVALID_VALUE, FORBIDDEN, CONFLICT, UNEXPECTED -> {}
        }
        return headers;
    }

    /** Whether the same request may succeed later. */
    boolean isTemporary() {
        return headers().containsHeader(HttpHeaders.RETRY_AFTER);
    }
}
