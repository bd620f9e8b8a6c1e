package swapr.web;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Renders every failure as problem details (RFC 9457). An error of the caller is 4xx and names the fields. A temporary
 * failure of the service is 503, a bug is 500. No answer shows internal details.
 */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<Object> database(Exception exception, WebRequest request) {
        return switch (DatabaseTrouble.of(exception)) {
            case CONFLICT ->
                problem(
                        exception,
                        409,
                        "Another request has changed the same data first. Read the data again and retry.",
                        request);
            case BAD_VALUE ->
                problem(
                        exception,
                        400,
                        "The database cannot store a value of the request. Check it for null characters and for values"
                                + " out of range.",
                        request);
            case AWAY ->
                tryLater(
                        exception,
                        "The database is not available. It is unknown whether the request changed data. Try again after"
                                + " the time in Retry-After.",
                        request);
            case TOO_LONG ->
                tryLater(
                        exception,
                        "The query was stopped because it took too long. Request less data, or try again after the time"
                                + " in Retry-After.",
                        request);
            case BUG -> unexpected(exception, request);
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(AuthenticationException exception, WebRequest request) {
        return switch (exception) {
            case AuthenticationServiceException noKeys ->
                tryLater(
                        noKeys,
                        "The token cannot be checked because no signing keys are available. Try again after the time in"
                                + " Retry-After.",
                        request);
            case InsufficientAuthenticationException _, AuthenticationCredentialsNotFoundException _ ->
                challenge(
                        exception,
                        "Bearer",
                        "The request has no bearer token, but this call needs one. Get a token with POST /sessions.",
                        request);
            default ->
                challenge(
                        exception,
                        "Bearer error=\"invalid_token\"",
                        "The token is not valid or has expired. Get a new one with POST /sessions.",
                        request);
        };
    }

    @ExceptionHandler
    ResponseEntity<Object> forbidden(AccessDeniedException exception, WebRequest request) {
        return problem(
                exception,
                403,
                "The token does not have the role that this call needs. Use the token of an operator.",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> suspicious(RequestRejectedException exception, WebRequest request) {
        return problem(
                exception,
                400,
                "The URL or a header has characters that the server does not accept. Remove them and try again.",
                request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception exception, WebRequest request) {
        log.error("The request {} failed with an unexpected exception", request.getDescription(false), exception);
        return problem(
                exception,
                500,
                "The service has an internal error. Send the Correlation-Id of this answer to the operators.",
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return invalid(exception, InvalidField.in(exception.getBindingResult()), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHandlerMethodValidationException(
            HandlerMethodValidationException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return exception.isForReturnValue()
                ? unexpected(exception, request)
                : invalid(exception, InvalidField.in(exception), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        List<InvalidField> fields = InvalidField.in(exception.getCause());
        return fields.isEmpty()
                ? problem(
                        exception,
                        400,
                        "The body is missing or is not a valid JSON object. Send the JSON object of this call.",
                        request)
                : invalid(exception, fields, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = exception instanceof MethodArgumentTypeMismatchException argument
                ? argument.getName()
                : Objects.requireNonNullElse(exception.getPropertyName(), "");
        String message = InvalidField.expectation(exception.getRequiredType());
        return invalid(exception, List.of(new InvalidField(InvalidField.snakeCase(name), message)), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMissingServletRequestParameter(
            MissingServletRequestParameterException exception,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        return invalid(exception, List.of(new InvalidField(exception.getParameterName(), "is missing")), request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleServletRequestBindingException(
            ServletRequestBindingException exception, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return exception instanceof MissingRequestHeaderException missing
                ? invalid(exception, List.of(new InvalidField(missing.getHeaderName(), "is missing")), request)
                : super.handleServletRequestBindingException(exception, headers, status, request);
    }

    private ResponseEntity<Object> invalid(Exception exception, List<InvalidField> fields, WebRequest request) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST,
                "The request is not valid. Correct each field in errors and send the request again.");
        body.setProperty("errors", fields);
        return respond(exception, body, new HttpHeaders(), request);
    }

    private ResponseEntity<Object> problem(Exception exception, int status, String detail, WebRequest request) {
        ProblemDetail body = ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(status), detail);
        return respond(exception, body, new HttpHeaders(), request);
    }

    private ResponseEntity<Object> challenge(Exception exception, String scheme, String detail, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, scheme);
        return respond(exception, ProblemDetail.forStatusAndDetail(HttpStatus.UNAUTHORIZED, detail), headers, request);
    }

    private ResponseEntity<Object> tryLater(Exception exception, String detail, WebRequest request) {
        log.warn("The request {} got 503 because of {}", request.getDescription(false), exception.toString());
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "5");
        return respond(
                exception, ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail), headers, request);
    }

    private ResponseEntity<Object> respond(
            Exception exception, ProblemDetail body, HttpHeaders headers, WebRequest request) {
        HttpStatusCode status = HttpStatusCode.valueOf(body.getStatus());
        ResponseEntity<Object> response = handleExceptionInternal(exception, body, headers, status, request);
        return response != null
                ? response
                : ResponseEntity.status(status).headers(headers).body(body);
    }
}
