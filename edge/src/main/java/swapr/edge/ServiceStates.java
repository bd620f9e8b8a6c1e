package swapr.edge;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether the services answer, for the start page. The page does not ask them itself: a visitor without a token would
 * get 401, and the browser would write an error for each.
 */
@RestController
class ServiceStates {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Many visitors cause no more requests than one. */
    private static final Duration VALID = Duration.ofSeconds(2);

    private final Map<String, List<URI>> services;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private Map<String, Boolean> states = Map.of();
    private long readAt;

    ServiceStates(EdgeProperties properties) {
        services = Map.of(
                "user", properties.user(),
                "listing", properties.listing(),
                "purchase", properties.purchase(),
                "notification", properties.notification(),
                "analytics", properties.analytics());
    }

    /** For each service, whether one of its instances answers. */
    @GetMapping("/start/states")
    synchronized Map<String, Boolean> states() {
        if (states.isEmpty() || System.nanoTime() - readAt > VALID.toNanos()) {
            var answers = new TreeMap<String, List<CompletableFuture<Boolean>>>();
            services.forEach((name, instances) ->
                    answers.put(name, instances.stream().map(this::answers).toList()));
            var fresh = new TreeMap<String, Boolean>();
            answers.forEach((name, all) -> fresh.put(name, all.stream().anyMatch(CompletableFuture::join)));
            states = fresh;
            readAt = System.nanoTime();
        }
        return states;
    }

    /** An instance that refuses a request without a token answers, too. */
    private CompletableFuture<Boolean> answers(URI instance) {
        var request =
                HttpRequest.newBuilder(instance.resolve("/")).timeout(TIMEOUT).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() < 500)
                .exceptionally(failure -> false);
    }
}
