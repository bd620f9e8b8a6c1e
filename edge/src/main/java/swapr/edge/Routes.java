package swapr.edge;

import static org.springframework.cloud.gateway.server.mvc.filter.AfterFilterFunctions.removeResponseHeader;
import static org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions.stripPrefix;
import static org.springframework.cloud.gateway.server.mvc.handler.GatewayRouterFunctions.route;
import static org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.cloud.gateway.server.mvc.handler.ProxyExchangeHandlerFunction;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import swapr.http.RefusedRequests;

/** The routes to the services. A path without a route gets 404, so no other endpoint of a service can be reached. */
@Configuration(proxyBeanMethods = false)
class Routes {

    @Bean
    @Order(1)
    RouterFunction<ServerResponse> services(EdgeProperties properties, RefusedRequests refused) {
        return to("user-service", properties.user(), refused, "/api/users", "/api/sessions", "/api/.well-known")
                .and(to("listing-service", properties.listing(), refused, "/api/listings"))
                .and(to("purchase-service", properties.purchase(), refused, "/api/orders"))
                .and(to("notification-service", properties.notification(), refused, "/api/notifications"))
                .and(to("analytics-service", properties.analytics(), refused, "/api/analytics"));
    }

    @Bean
    @Order(2)
    RouterFunction<ServerResponse> unknownPaths() {
        return RouterFunctions.route()
                .path(
                        "/api",
                        api -> api.route(
                                anything -> true,
                                request -> ProblemHandler.answer(
                                        HttpStatus.NOT_FOUND,
                                        "No service has the path " + request.path()
                                                + ". GET /openapi.yaml lists all paths.")))
                .build();
    }

    /**
     * Passes bodies unchanged and in HTTP/1.1. By default Spring requests compressed bodies from the services, although
     * no caller needs them. The JDK's client offers the services an upgrade to HTTP/2, which none of them accepts.
     */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> plainHttp() {
        return builder -> builder.withCustomizer(requests -> requests.enableCompression(false))
                .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1));
    }

    /**
     * Collects the header filters of the gateway before the port opens. By default the gateway collects them when the
     * application is ready, which is later. A request in between would get 500.
     */
    @Bean
    SmartInitializingSingleton readyBeforeThePortIsOpen(
            ProxyExchangeHandlerFunction gateway, ApplicationContext application) {
        return () -> gateway.onApplicationEvent(new ContextRefreshedEvent(application));
    }

    private static RouterFunction<ServerResponse> to(
            String service, List<URI> instances, RefusedRequests refused, String... prefixes) {
        var routes = route(service);
        for (String prefix : prefixes) {
            routes = routes.path(prefix, below -> below.route(anything -> true, http()));
        }
        // The first filter is the outermost, so the bulkhead's answers pass through no other filter.
        return routes.filter(new Bulkhead(service, Bulkhead.AT_ONCE, refused))
                .filter(new ServiceUnavailableFilter(service))
                .before(stripPrefix(1))
                .before(Routes::withCorrelationId)
                .filter(new InstanceSelector(instances))
                .after(removeResponseHeader(CorrelationId.HEADER))
                .after(SecurityHeaders::removeFrom)
                .after(LocationRewriter::rewrite)
                .build();
    }

    private static ServerRequest withCorrelationId(ServerRequest request) {
        return ServerRequest.from(request)
                .headers(headers -> headers.set(CorrelationId.HEADER, CorrelationId.of(request.servletRequest())))
                .build();
    }
}
