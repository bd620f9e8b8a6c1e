package swapr.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user who sends requests to the edge only. Each response is compared with openapi.yaml. */
final class Person {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A response. Its body is JSON or null. */
    record Answer(int status, @Nullable JsonNode json, HttpResponse<String> response) {

        JsonNode body() {
            if (json == null) {
                throw new AssertionError("%d without a JSON body: %s".formatted(status, response.body()));
            }
            return json;
        }

        Answer expecting(int expected) {
            if (status != expected) {
                throw new AssertionError("%s %s returned %d: %s"
                        .formatted(response.request().method(), response.uri(), status, response.body()));
            }
            return this;
        }

        String text(String field) {
            return body().path(field).asString("");
        }
    }

    static final String PASSWORD = "a long enough password";

    final String email;
    final String id;
    private final @Nullable String token;

    private Person(String email, String id, @Nullable String token) {
        this.email = email;
        this.id = id;
        this.token = token;
    }

    /** A client without an account. */
    static Person anonymous() {
        return new Person("", "", null);
    }

    static Person registers(String name) {
        String email = name.toLowerCase(java.util.Locale.ROOT) + "-" + UUID.randomUUID() + "@journey.example";
        Map<String, String> account = Map.of("name", name, "email", email, "password", PASSWORD);
        String id = anonymous().post("/api/users", account).expecting(201).text("id");
        String token = anonymous().post("/api/sessions", account).expecting(200).text("access_token");
        return new Person(email, id, token);
    }

    Answer get(String path) {
        return call("GET", path, null, Map.of());
    }

    Answer post(String path, Object body) {
        return call("POST", path, body, Map.of());
    }

    Answer call(String method, String path, @Nullable Object body, Map<String, String> headers) {
        return send(path.startsWith("http") ? path : Swapr.url(0) + path, method, body, headers);
    }

    private Answer send(String url, String method, @Nullable Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        if (token != null && !url.contains(":" + (Swapr.BASE + 6))) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .filter(type -> type.contains("json"))
                    .isPresent();
            var answer = new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : null, response);
            if (response.uri().toString().startsWith(Swapr.url(0) + "/api/")) {
                JsonNode sent = body == null ? null : JSON.valueToTree(body);
                String type = response.headers().firstValue("Content-Type").orElse("");
                Documented.check(
                        method, response.uri(), sent, answer.status(), type.replaceFirst(";.*", ""), answer.json());
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError(method + " " + url + " got no response", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    String lists(String title, String price) {
        return post(
                        "/api/listings",
                        Map.of(
                                "title",
                                title,
                                "brand",
                                "Nike",
                                "size",
                                "42.5",
                                "condition",
                                "VINTAGE",
                                "price",
                                Map.of("amount", price, "currency", "USD")))
                .expecting(201)
                .text("id");
    }

    Answer orders(String listing, String paymentToken) {
        return orders(listing, paymentToken, UUID.randomUUID().toString());
    }

    Answer orders(String listing, String paymentToken, String key) {
        return call(
                "POST",
                "/api/orders",
                Map.of("listing_id", listing, "payment_token", paymentToken),
                Map.of("Idempotency-Key", key));
    }

    /** Waits until the order has the status. Fails early if it reaches another final status. */
    JsonNode waitsFor(String order, String status) {
        await("order " + order + " " + status)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    Answer answer = get("/api/orders/" + order);
                    String now = answer.text("status");
                    if (!now.equals(status) && (now.equals("CONFIRMED") || now.equals("CANCELLED"))) {
                        throw new AssertionError("the order did not become %s: %s".formatted(status, answer.body()));
                    }
                    return now.equals(status);
                });
        return get("/api/orders/" + order).expecting(200).body();
    }

    void seesListing(String listing, String status) {
        await("listing " + listing + " " + status)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> get("/api/listings/" + listing).text("status").equals(status));
    }

    /** Waits for an e-mail to this user with these words in its subject. Returns the mail server's JSON. */
    JsonNode receives(String words) {
        String search = Swapr.url(7) + "/api/v1/search?query=to:" + email;
        await(email + " receives " + words)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> mail(search, words) != null);
        return java.util.Objects.requireNonNull(mail(search, words));
    }

    private static @Nullable JsonNode mail(String search, String words) {
        for (JsonNode message : anonymous().get(search).expecting(200).body().path("messages")) {
            if (message.path("Subject").asString("").contains(words)) {
                return message;
            }
        }
        return null;
    }
}
