package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Valid and invalid REST calls. */
class OrderControllerTest extends PurchaseTest {

    @LocalServerPort
    int port;

    @Test
    void aNewOrderIsAcceptedWithItsLocation() {
        var answer = post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "first")
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult();
        var order = Objects.requireNonNull(answer.getResponseBody());

        assertThat(order.path("status").asString()).isEqualTo("PENDING");
        assertThat(order.path("version").asInt()).isEqualTo(1);
        assertThat(order.path("listing_id").asString()).isEqualTo(listing.toString());
        assertThat(order.has("payment_token")).isFalse();
        assertThat(answer.getResponseHeaders().getLocation())
                .hasToString("/orders/" + order.path("id").asString());
        assertThat(answer.getResponseHeaders().getFirst("Correlation-Id")).isNotBlank();
        assertThat(body(get("/orders/{id}", order.path("id").asString()))).isEqualTo(order);
    }

    @Test
    void theSameKeyReturnsTheFirstResponseAfterTheOrderIsConfirmed() {
        var request = Map.of("listing_id", listing, "payment_token", "tok_ok");
        var first = body(post(request, "again"));
        var order = UUID.fromString(first.path("id").asString());
        kafka.publish("listing-events", listingReserved(order));
        await(() -> assertThat(status(order)).isEqualTo("CONFIRMED"));

        var second = post(request, "again")
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult();

        assertThat(second.getResponseBody()).isEqualTo(first);
        assertThat(second.getResponseHeaders().getLocation()).hasToString("/orders/" + order);
        assertThat(history(order)).startsWith("OrderPlaced", "OrderReserved").hasSize(4);
    }

    @Test
    void theSameKeyForAnotherRequestIsRefused() {
        var first = body(post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "used"));

        for (var other : List.of(
                Map.of("listing_id", listing, "payment_token", "tok_slow"),
                Map.of("listing_id", UUID.randomUUID(), "payment_token", "tok_ok"))) {
            post(other, "used")
                    .expectStatus()
                    .isEqualTo(422)
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        assertThat(items(body(get("/orders")))).containsExactly(first);
    }

    @Test
    void aBuyerMayHaveFiftyOpenOrders() {
        var request = Map.of("listing_id", listing, "payment_token", "tok_ok");
        var first = body(post(request, "first"));
        for (int i = 1; i < 50; i++) {
            post(request, "order-" + i).expectStatus().isAccepted();
        }
        long before = events();

        var answer = post(request, "one-more")
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .expectBody(JsonNode.class)
                .returnResult();

        assertThat(answer.getResponseHeaders().getFirst("Retry-After"))
                .satisfies(seconds -> assertThat(Integer.parseInt(Objects.requireNonNull(seconds)))
                        .isBetween(1, 120));
        assertThat(Objects.requireNonNull(answer.getResponseBody())
                        .path("detail")
                        .asString())
                .contains("50 open orders");
        assertThat(events()).isEqualTo(before);
        assertThat(body(post(request, "first").expectStatus().isAccepted())).isEqualTo(first);
        post(Map.of("listing_id", listing, "payment_token", "tok_slow"), "first")
                .expectStatus()
                .isEqualTo(422);
        post(UUID.randomUUID(), request, "another-buyer").expectStatus().isAccepted();

        cancel(UUID.fromString(first.path("id").asString())).expectStatus().isAccepted();
        post(request, "one-more").expectStatus().isAccepted();
    }

    @Test
    void keysOfDifferentBuyersAreIndependent() {
        var mine = body(post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "popular"));

        var theirs = body(http.post()
                .uri("/orders")
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Eve"))
                .header("Idempotency-Key", "popular")
                .body(Map.of("listing_id", listing, "payment_token", "tok_ok"))
                .exchange());

        assertThat(theirs.path("id")).isNotEqualTo(mine.path("id"));
    }

    @Test
    void concurrentRequestsWithOneKeyPlaceOneOrder() throws Exception {
        Callable<JsonNode> request =
                () -> body(post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "concurrent"));

        List<JsonNode> answers = new ArrayList<>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : clients.invokeAll(
                    IntStream.range(0, 16).mapToObj(i -> request).toList())) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).hasSize(16).containsOnly(answers.getFirst());
        assertThat(items(body(get("/orders")))).hasSize(1);
        assertThat(history(UUID.fromString(answers.getFirst().path("id").asString())))
                .containsExactly("OrderPlaced");
    }

    @Test
    void ordersArePagedNewestFirst() {
        var placed = Stream.generate(() -> placed("tok_ok").toString())
                .limit(5)
                .toList()
                .reversed();

        var first = body(get("/orders?limit=2"));
        var second =
                body(get("/orders?limit=2&cursor={c}", first.path("next_cursor").asString()));
        var third = body(
                get("/orders?limit=2&cursor={c}", second.path("next_cursor").asString()));

        assertThat(Stream.of(first, second, third)
                        .flatMap(page -> items(page).stream())
                        .map(order -> order.path("id").asString()))
                .containsExactlyElementsOf(placed);
        assertThat(third.hasNonNull("next_cursor")).isFalse();
    }

    @Test
    void theOrderOfAnotherBuyerIsNotFound() {
        var order = placed("tok_ok");
        var eve = tokens.bearer(UUID.randomUUID(), "Eve");

        for (String uri :
                List.of("/orders/" + order, "/orders/" + order + "/events", "/orders/" + order + "?version=1")) {
            http.get()
                    .uri(uri)
                    .header("Authorization", eve)
                    .exchange()
                    .expectStatus()
                    .isNotFound()
                    .expectHeader()
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        }
        http.post()
                .uri("/orders/{id}/cancellation", order)
                .header("Authorization", eve)
                .exchange()
                .expectStatus()
                .isNotFound();
        assertThat(items(body(
                        http.get().uri("/orders").header("Authorization", eve).exchange())))
                .isEmpty();
        assertThat(history(order)).containsExactly("OrderPlaced");
        get("/orders/{id}", UUID.randomUUID()).expectStatus().isNotFound();
    }

    @Test
    void anOrderShowsItsEventsAndItsEarlierVersions() {
        var order = reserved("tok_ok");
        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");

        var events = items(body(get("/orders/{id}/events", order)));
        assertThat(events)
                .extracting(event -> event.path("event_type").asString() + " "
                        + event.path("aggregate_version").asInt())
                .containsExactly("OrderPlaced 1", "OrderReserved 2", "PaymentApproved 3", "OrderConfirmed 4");
        assertThat(events.getLast().path("payload").path("price").path("amount").asString())
                .isEqualTo("250.00");

        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToObj(v -> body(get("/orders/{id}?version={v}", order, v))
                                .path("status")
                                .asString()))
                .containsExactly("PENDING", "RESERVED", "PAID", "CONFIRMED");
        var reservedAt = events.get(1).path("timestamp").asString();
        assertThat(body(get("/orders/{id}?at={at}", order, reservedAt))
                        .path("status")
                        .asString())
                .isEqualTo("RESERVED");
        assertThat(body(get("/orders/{id}?at={at}", order, Instant.now()))).isEqualTo(body(get("/orders/{id}", order)));
        get("/orders/{id}?version=5", order).expectStatus().isNotFound();
        get("/orders/{id}?at=2020-01-01T00:00:00Z", order).expectStatus().isNotFound();
    }

    @Test
    void anOrderExistsFromItsTimeOfPlacing() {
        var placed = body(post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "when"));
        var order = placed.path("id").asString();
        var placedAt = Instant.parse(placed.path("placed_at").asString());

        assertThat(items(body(get("/orders/{id}/events", order))))
                .extracting(event -> Instant.parse(event.path("timestamp").asString()))
                .containsExactly(placedAt);
        assertThat(body(get("/orders/{id}?at={at}", order, placedAt))).isEqualTo(placed);
        get("/orders/{id}?at={at}", order, placedAt.minusNanos(1_000))
                .expectStatus()
                .isNotFound();
    }

    @Test
    void aPendingOrderIsCanceledOnce() {
        var order = placed("tok_ok");

        var answer = body(cancel(order).expectStatus().isAccepted());

        assertThat(answer.path("status").asString()).isEqualTo("CANCELLED");
        assertThat(answer.path("reason").asString()).isEqualTo("CANCELLED_BY_BUYER");
        cancel(order).expectStatus().isEqualTo(409).expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(history(order)).containsExactly("OrderPlaced", "OrderCancelled");
    }

    @Test
    void aConfirmedOrderCannotBeCanceled() {
        var order = reserved("tok_ok");
        await(() -> assertThat(status(order)).isEqualTo("CONFIRMED"));

        cancel(order).expectStatus().isEqualTo(409);

        assertThat(history(order)).endsWith("OrderConfirmed");
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @ParameterizedTest
    @MethodSource("invalidBodies")
    void anInvalidOrderIsRefusedByFieldAndHasNoEffect(String body, String field) throws Exception {
        long before = events();

        var answer = sendRaw("application/json", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var problem = JsonMapper.shared().readTree(answer.body());
        assertThat(fields(problem)).containsExactly(field.isEmpty() ? new String[0] : field.split(" "));
        assertThat(events()).isEqualTo(before);
    }

    static List<Object[]> invalidBodies() {
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        return List.of(
                new Object[] {"{\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":null,\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":\"\",\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":\"sneaker\",\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":7,\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":{\"id\":\"" + id + "\"},\"payment_token\":\"tok_ok\"}", "listing_id"},
                new Object[] {"{\"listing_id\":\"" + id + "\"}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":\"\"}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":\"tok ok\"}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":\"tok\\u0000\"}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":\"tök\"}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":7}", "payment_token"},
                new Object[] {"{\"listing_id\":\"" + id + "\",\"payment_token\":[\"tok_ok\"]}", "payment_token"},
                new Object[] {
                    "{\"listing_id\":\"" + id + "\",\"payment_token\":\"" + "t".repeat(201) + "\"}", "payment_token"
                },
                new Object[] {"{\"listing_id\":", ""},
                new Object[] {"[]", ""},
                new Object[] {"null", ""},
                new Object[] {"\"tok_ok\"", ""});
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a\tb"})
    void anInvalidIdempotencyKeyIsRefused(String key) {
        long before = events();

        var problem = body(post(Map.of("listing_id", listing, "payment_token", "tok_ok"), key)
                .expectStatus()
                .isBadRequest());

        assertThat(fields(problem)).containsExactly("Idempotency-Key");
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void anIdempotencyKeyIsRequiredAndHasAtMost255Characters() {
        var request = Map.of("listing_id", listing, "payment_token", "tok_ok");

        var missing = body(http.post()
                .uri("/orders")
                .header("Authorization", token())
                .body(request)
                .exchange()
                .expectStatus()
                .isBadRequest());

        assertThat(fields(missing)).containsExactly("Idempotency-Key");
        post(request, "k".repeat(256)).expectStatus().isBadRequest();
        post(request, "k".repeat(255)).expectStatus().isAccepted();
    }

    @Test
    void unknownFieldsAreIgnored() {
        post(Map.of("listing_id", listing, "payment_token", "tok_ok", "price", 1, "status", "CONFIRMED"), "extra")
                .expectStatus()
                .isAccepted();
    }

    @ParameterizedTest
    @CsvSource({
        "/orders?limit=0, limit",
        "/orders?limit=101, limit",
        "/orders?limit=-1, limit",
        "/orders?limit=many, limit",
        "/orders?limit=99999999999, limit",
        "/orders?cursor=next, cursor",
        "/orders/7, id",
        "/orders/7/events, id",
        "/orders/00000000-0000-7000-8000-000000000009?at=yesterday, at",
        "/orders/00000000-0000-7000-8000-000000000009?version=0, version",
        "/orders/00000000-0000-7000-8000-000000000009?version=one, version"
    })
    void anInvalidParameterIsRefusedByName(String uri, String field) {
        assertThat(fields(body(get(uri).expectStatus().isBadRequest()))).containsExactly(field);
    }

    @Test
    void unsupportedMethodsAndMediaTypesAreRefused() throws Exception {
        long before = events();
        http.method(HttpMethod.DELETE)
                .uri("/orders")
                .header("Authorization", token())
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        http.method(HttpMethod.PUT)
                .uri("/orders/{id}", UUID.randomUUID())
                .header("Authorization", token())
                .exchange()
                .expectStatus()
                .isEqualTo(405);
        assertThat(sendRaw("text/plain", "tok_ok").statusCode()).isEqualTo(415);
        http.post()
                .uri("/orders/7/cancellation")
                .header("Authorization", token())
                .exchange()
                .expectStatus()
                .isBadRequest();
        assertThat(events()).isEqualTo(before);
    }

    @Test
    void requestsWithoutAValidTokenHaveNoEffect() {
        long before = events();
        var request = Map.of("listing_id", listing, "payment_token", "tok_ok");
        http.post()
                .uri("/orders")
                .header("Idempotency-Key", "k")
                .body(request)
                .exchange()
                .expectStatus()
                .isUnauthorized();
        for (String token : List.of(
                tokens.expired(buyer, "Bob"),
                tokens.forged(buyer, "Bob"),
                tokens.unsigned(buyer, "Bob"),
                tokens.wrongAudience(buyer, "Bob"),
                "Bearer nonsense")) {
            http.post()
                    .uri("/orders")
                    .header("Authorization", token)
                    .header("Idempotency-Key", "k")
                    .body(request)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
            http.get()
                    .uri("/orders")
                    .header("Authorization", token)
                    .exchange()
                    .expectStatus()
                    .isUnauthorized();
        }
        assertThat(events()).isEqualTo(before);
    }

    /** Sends exactly these bytes, because a client library would not send malformed JSON. */
    private HttpResponse<String> sendRaw(String contentType, String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                    .header("Authorization", token())
                    .header("Idempotency-Key", "k")
                    .header("Content-Type", contentType)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private long events() {
        return jdbc.sql("select count(*) from event_log")
                .query((row, n) -> row.getLong(1))
                .single();
    }

    private static JsonNode body(RestTestClient.ResponseSpec answer) {
        return Objects.requireNonNull(
                answer.expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    private static List<JsonNode> items(JsonNode page) {
        return page.path("items").valueStream().toList();
    }

    private static List<String> fields(JsonNode problem) {
        return problem.path("errors")
                .valueStream()
                .map(error -> error.path("field").asString())
                .toList();
    }
}
