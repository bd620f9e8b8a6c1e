package swapr.purchase;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import swapr.testing.Access;
import swapr.testing.Operation;
import swapr.testing.Operation.Given;
import tools.jackson.databind.JsonNode;

class AccessTest extends PurchaseTest {

    @Autowired
    ApplicationContext context;

    @TestFactory
    Stream<DynamicContainer> everyOperationByEveryIdentity() {
        return Access.of(
                context,
                "orders",
                List.of(
                        new Operation("POST /orders", this::newOrder, 401, 202, 202, 202),
                        new Operation("GET /orders", () -> list(), 401, 200, 200, 200),
                        new Operation("GET /orders/{id}", () -> order(""), 401, 200, 404, 404),
                        new Operation("GET /orders/{id}", () -> order("?version=1"), 401, 200, 404, 404),
                        new Operation("GET /orders/{id}/events", () -> order("/events"), 401, 200, 404, 404),
                        new Operation(
                                "POST /orders/{id}/cancellation", () -> order("/cancellation"), 401, 202, 404, 404)),
                List.of(
                        new Operation("GET /actuator/openorders", this::openForOperators, 401, 403, 403, 200),
                        new Operation("GET /actuator/orders", this::totalForOperators, 401, 403, 403, 200),
                        new Operation("GET /actuator/orders/{id}", this::historyForOperators, 401, 403, 403, 200)));
    }

    private Given newOrder() {
        return new Given(UuidCreator.getTimeOrderedEpoch(), "/orders")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("listing_id", listing, "payment_token", "tok_ok"));
    }

    private Given openForOperators() {
        return new Given(UuidCreator.getTimeOrderedEpoch(), "/actuator/openorders");
    }

    private Given totalForOperators() {
        return new Given(UuidCreator.getTimeOrderedEpoch(), "/actuator/orders?until=2026-11-27T00:00:00Z");
    }

    private Given historyForOperators() {
        String path = order("").uri();
        return new Given(UuidCreator.getTimeOrderedEpoch(), "/actuator" + path);
    }

    private Given list() {
        Given one = order("");
        return new Given(one.owner(), "/orders").secret(one.secret());
    }

    /** An order of a new buyer. Its secret is the listing id, because each response about the order contains it. */
    private Given order(String path) {
        UUID owner = UuidCreator.getTimeOrderedEpoch();
        UUID secret = UuidCreator.getTimeOrderedEpoch();
        var order = http.post()
                .uri("/orders")
                .header("Authorization", tokens.bearer(owner, "Owner"))
                .header("Idempotency-Key", "first")
                .body(Map.of("listing_id", secret, "payment_token", "tok_ok"))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        String id = Objects.requireNonNull(order).path("id").asString();
        return new Given(owner, "/orders/" + id + path).secret(secret.toString());
    }
}
