package swapr.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** A request that arrives as soon as the port is open is served, although the edge is still starting. */
class FirstRequestTest {

    @Test
    void theFirstRequestIsServedWhileTheApplicationIsStarting() {
        List<Integer> answers = new CopyOnWriteArrayList<>();
        ApplicationListener<WebServerInitializedEvent> first = event -> {
            if (!"management".equals(event.getApplicationContext().getServerNamespace())) {
                answers.add(post(event.getWebServer().getPort()));
            }
        };
        try (var service = new Upstream();
                var _ = new SpringApplicationBuilder(EdgeApplication.class)
                        .listeners(first)
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--swapr.edge.purchase=" + service.url(),
                                "--spring.main.banner-mode=off")) {
            assertThat(answers).containsExactly(200);
        }
    }

    private static int post(int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/orders"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
