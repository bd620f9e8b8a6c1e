package swapr.edge;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Names the service that did not answer. After 503 the request was not processed. After 502 and 504 the service may
 * have processed it, so the caller retries with the same idempotency key.
 */
record ServiceUnavailableFilter(String service) implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceUnavailableFilter.class);
    private static final String OUTCOME_UNKNOWN = " It may have processed the request. Check the outcome before you try"
            + " again. An order is safe to repeat with the same Idempotency-Key.";

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        try {
            return next.handle(request);
        } catch (ResourceAccessException failure) {
            LOG.warn("{} did not answer {} {}: {}", service, request.method(), request.path(), reason(failure));
            return switch (failure.getCause()) {
                case ConnectException _, HttpConnectTimeoutException _ ->
                    ProblemHandler.answer(
                            HttpStatus.SERVICE_UNAVAILABLE,
                            service + " cannot be reached. The request was not processed. Try again.");
                case HttpTimeoutException _ ->
                    ProblemHandler.answer(
                            HttpStatus.GATEWAY_TIMEOUT, service + " took too long to answer." + OUTCOME_UNKNOWN);
                case null, default ->
                    ProblemHandler.answer(
                            HttpStatus.BAD_GATEWAY, service + " returned no complete answer." + OUTCOME_UNKNOWN);
            };
        }
    }

    private static String reason(ResourceAccessException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).toString();
    }
}
