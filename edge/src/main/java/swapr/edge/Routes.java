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

/** Who answers what. A path that no line names ends here, so nothing else of a service can be reached from outside. */
@Configuration(proxyBeanMethods = false)
class Routes {

    @Bean
    @Order(1)
    RouterFunction<ServerResponse> services(EdgeProperties at, RefusedRequests refused) {
        return to("user-service", at.user(), refused, "/api/users", "/api/sessions", "/api/.well-known")
                .and(to("listing-service", at.listing(), refused, "/api/listings"))
                .and(to("purchase-service", at.purchase(), refused, "/api/orders"))
                .and(to("notification-service", at.notification(), refused, "/api/notifications"))
                .and(to("analytics-service", at.analytics(), refused, "/api/analytics"));
    }

    @Bean
    @Order(2)
    RouterFunction<ServerResponse> nobody() {
        return RouterFunctions.route()
                .path(
                        "/api",
                        api -> api.route(
                                anything -> true,
                                request -> ProblemHandler.answer(
                                        HttpStatus.NOT_FOUND, "No service answers " + request.path() + ".")))
                .build();
    }

    /**
     * Bodies pass as they are and in HTTP/1.1. By default Spring asks the services for compressed bodies that nobody
     * wanted, and the JDK's client offers them an upgrade to HTTP/2 that none of them takes.
     */
    @Bean
    ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> plainHttp() {
        return builder -> builder.withCustomizer(requests -> requests.enableCompression(false))
                .withHttpClientCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1));
    }

    /**
     * The gateway collects its header filters when the application is ready, which is after its port is open: who came in
     * between was answered with 500. So they are collected before.
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
        // The first line is the outermost: the answers of the bulkhead pass no other line.
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
