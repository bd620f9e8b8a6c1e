package swapr.user;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** Refuses one field that has the right form but an invalid value. The answer names the field in {@code errors}. */
final class InvalidFieldException extends ErrorResponseException {

    private static final long serialVersionUID = 1;

    /** @param message the text after the field's name, for example {@code is not the password of this account} */
    InvalidFieldException(HttpStatus status, String field, String message) {
        super(status, problem(status, field, message), null);
    }

    private static ProblemDetail problem(HttpStatus status, String field, String message) {
        var problem = ProblemDetail.forStatusAndDetail(
                status, "The request is not valid. Correct each field in errors and send the request again.");
        problem.setProperty("errors", List.of(Map.of("field", field, "message", message)));
        return problem;
    }
}
