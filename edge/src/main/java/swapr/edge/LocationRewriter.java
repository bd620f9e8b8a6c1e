package swapr.edge;

import java.net.URI;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Rewrites the {@code Location} of a service for callers of the edge: {@code /orders/7} and
 * {@code http://purchase-service:8083/orders/7} both become {@code /api/orders/7}.
 */
final class LocationRewriter {

    private LocationRewriter() {}

    static ServerResponse rewrite(ServerRequest request, ServerResponse response) {
        URI location = response.headers().getLocation();
        if (location != null
                && location.getRawPath() != null
                && location.getRawPath().startsWith("/")) {
            response.headers().setLocation(publicLocation(location));
        }
        return response;
    }

    private static URI publicLocation(URI location) {
        return UriComponentsBuilder.fromUri(location)
                .scheme(null)
                .host(null)
                .port(null)
                .userInfo(null)
                .replacePath("/api" + location.getRawPath())
                .build(true)
                .toUri();
    }
}
