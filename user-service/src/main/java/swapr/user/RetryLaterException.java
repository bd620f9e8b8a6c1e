package swapr.user;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Refuses a call before any work is done. {@code Retry-After} has the seconds until the caller may retry. */
final class RetryLaterException extends ErrorResponseException {

    private static final long serialVersionUID = 1;

    /** @param wait rounded up to whole seconds, at least one */
    RetryLaterException(HttpStatus status, Duration wait, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(seconds(wait)));
    }

    /** 429: too many attempts. */
    static RetryLaterException tooMany(String reason, Duration wait) {
        return new RetryLaterException(
                HttpStatus.TOO_MANY_REQUESTS, wait, "%s Try again in %d s.".formatted(reason, seconds(wait)));
    }

    boolean isTooMany() {
        return getStatusCode().equals(HttpStatus.TOO_MANY_REQUESTS);
    }

    private static long seconds(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
