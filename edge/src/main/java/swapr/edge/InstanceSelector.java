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
 * Sends requests to the instances of a service in turns. When one cannot even be connected to, nothing has happened there,
 * not even the body was read, so the next one is asked; after any other failure nobody knows, and the caller is told.
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
