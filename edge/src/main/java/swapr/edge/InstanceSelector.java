package swapr.edge;

import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.uri;

import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFilterFunction;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends requests to the instances of a service in turn. If the connection to an instance fails, that instance has
 * processed nothing and the body is unread, so the request goes to the next one. After any other failure the outcome is
 * unknown, so the caller gets an error.
 */
final class InstanceSelector implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private final List<URI> addresses;
    private final AtomicInteger turn = new AtomicInteger();

    InstanceSelector(List<URI> addresses) {
        this.addresses = addresses;
    }

    @Override
    public ServerResponse filter(ServerRequest request, HandlerFunction<ServerResponse> next) throws Exception {
        int first = turn.getAndIncrement();
        for (int tried = 1; ; tried++) {
            URI address = addresses.get(Math.floorMod(first + tried - 1, addresses.size()));
            try {
                return next.handle(uri(address).apply(request));
            } catch (ResourceAccessException failure) {
                if (!(failure.getCause() instanceof ConnectException) || tried == addresses.size()) {
                    throw failure;
                }
            }
        }
    }
}
