package swapr.web;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
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
            case CONFLICT -> respond(KnownProblem.CONFLICT, exception, request);
            case BAD_VALUE -> respond(KnownProblem.INVALID_VALUE, exception, request);
            case AWAY -> respond(KnownProblem.NO_DATABASE, exception, request);
            case TOO_LONG -> respond(KnownProblem.SLOW_QUERY, exception, request);
            case BUG -> unexpected(exception, request);
        };
    }

    @ExceptionHandler({AuthenticationException.class, AccessDeniedException.class, RequestRejectedException.class})
    ResponseEntity<Object> refused(Exception exception, WebRequest request) {
        KnownProblem problem = switch (exception) {
            case RequestRejectedException _ -> KnownProblem.INVALID_URL;
            case AccessDeniedException _ -> KnownProblem.FORBIDDEN;
            case AuthenticationServiceException _ -> KnownProblem.NO_SIGNING_KEYS;
            case InsufficientAuthenticationException _, AuthenticationCredentialsNotFoundException _ ->
                KnownProblem.NO_TOKEN;
            default -> KnownProblem.INVALID_TOKEN;
        };
        return respond(problem, exception, request);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception exception, WebRequest request) {
        log.error("The request {} failed with an unexpected exception", request.getDescription(false), exception);
        return respond(KnownProblem.UNEXPECTED, exception, request);
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
                ? respond(KnownProblem.INVALID_BODY, exception, request)
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
        ProblemDetail body = KnownProblem.INVALID_FIELDS.body();
        body.setProperty("errors", fields);
        return respond(exception, body, new HttpHeaders(), request);
    }

    private ResponseEntity<Object> respond(KnownProblem problem, Exception exception, WebRequest request) {
        if (problem.isTemporary()) {
            log.warn("The request {} got 503 because of {}", request.getDescription(false), exception.toString());
        }
        return respond(exception, problem.body(), problem.headers(), request);
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
