package swapr.user;

import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** One field has the right form and is refused all the same; the answer names it in {@code errors}. */
final class InvalidFieldException extends ErrorResponseException {

    private static final long serialVersionUID = 1;

    /** @param message to be read after the field's name: {@code is not the password of this account} */
    InvalidFieldException(HttpStatus status, String field, String message) {
        super(status, problem(status, field, message), null);
    }

    private static ProblemDetail problem(HttpStatus status, String field, String message) {
        var problem = ProblemDetail.forStatusAndDetail(
                status, "The request is not valid. Each entry of errors names a field.");
        problem.setProperty("errors", List.of(Map.of("field", field, "message", message)));
        return problem;
    }
}
