package swapr.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A client of Swapr's REST API. */
final class Api {

    /** @param sent the time when the request was sent */
    record Reply(String request, int status, JsonNode body, String correlationId, Instant sent) {

        String text(String field) {
            return body.path(field).asString("");
        }

        Reply expecting(int expected) {
            if (status != expected) {
                throw new DemoAssertionError(
                        "%s returned %d instead of %d: %s".formatted(request, status, expected, body));
            }
            return this;
        }

        /** Prints why the service refused the request. Returns the exit code 1. */
        int refused() {
            System.err.println("swapr: " + body.path("detail").asString("the service returned " + status));
            return 1;
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final String base;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    Api(String base) {
        this.base = base;
    }

    Reply get(String path, @Nullable String token) {
        return send("GET", path, token, null, Map.of());
    }

    Reply post(String path, @Nullable String token, Object body) {
        return send("POST", path, token, body, Map.of());
    }

    Reply send(String method, String path, @Nullable String token, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(Json.MAPPER.writeValueAsString(body)));
        }
        var sent = Instant.now();
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            var isJson = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            var json = isJson
                    ? Json.MAPPER.readTree(response.body())
                    : Json.MAPPER.getNodeFactory().stringNode(response.body());
            var correlationId = response.headers().firstValue("Correlation-Id").orElse("");
            return new Reply(method + " " + path, response.statusCode(), json, correlationId, sent);
        } catch (HttpTimeoutException e) {
            throw new DemoAssertionError("%s %s got no response within %d s. ./swapr status shows the processes"
                    .formatted(method, base + path, TIMEOUT.toSeconds()));
        } catch (IOException e) {
            throw new DemoAssertionError("%s %s got no response: %s".formatted(method, base + path, e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoAssertionError("interrupted while waiting for a response");
        }
    }
}
