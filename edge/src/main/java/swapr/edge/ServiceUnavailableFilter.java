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
 * Says which service did not answer, and how much the caller may conclude from it: after 503 nothing has happened;
 * after 502 and 504 the service may have done its work, which is what idempotency keys are for.
 */
record ServiceUnavailableFilter(String service) implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceUnavailableFilter.class);

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
                            service + " cannot be reached at the moment. Nothing was done; please try again.");
                case HttpTimeoutException _ ->
                    ProblemHandler.answer(HttpStatus.GATEWAY_TIMEOUT, service + " took too long to answer.");
                case null, default ->
                    ProblemHandler.answer(HttpStatus.BAD_GATEWAY, service + " broke off before it had answered.");
            };
        }
    }

    private static String reason(ResourceAccessException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure).toString();
    }
}
