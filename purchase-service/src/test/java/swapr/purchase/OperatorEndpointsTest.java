package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator reads a journey with its bodies, and an order with the state after each event. */
class OperatorEndpointsTest extends PurchaseTest {

    @Value("${local.management.port}")
    int port;

    @Test
    void anOrderHasTheStateOfTheRestApiAfterEachEvent() {
        UUID order = reserved("tok_ok");
        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");

        var versions = read("/actuator/orders/" + order).path("versions");

        assertThat(versions.valueStream().map(one -> one.at("/event/event_type").asString()))
                .containsExactlyElementsOf(history(order));
        for (int version = 1; version <= versions.size(); version++) {
            var state = get("/orders/{id}?version={version}", order, version)
                    .expectBody(JsonNode.class)
                    .returnResult()
                    .getResponseBody();
            assertThat(versions.path(version - 1).path("state")).isEqualTo(state);
        }
        assertThat(versions.path(0).at("/state/status").asString()).isEqualTo("PENDING");
        assertThat(versions.path(3).at("/state/status").asString()).isEqualTo("CONFIRMED");
    }

    @Test
    void anOpenOrderSaysWhatItWaitsFor() {
        UUID waiting = placed("tok_ok");
        UUID confirmed = reserved("tok_ok");
        awaitHistory(confirmed, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");

        var open = read("/actuator/openorders");

        assertThat(open.path("count").asInt()).isPositive();
        var ids = open.path("orders").valueStream().map(one -> one.path("id").asString());
        assertThat(ids).contains(waiting.toString()).doesNotContain(confirmed.toString());
        var order = open.path("orders")
                .valueStream()
                .filter(one -> one.path("id").asString().equals(waiting.toString()))
                .findFirst()
                .orElseThrow();
        assertThat(order.path("waits_for").asString()).isEqualTo("listing-service");
        assertThat(order.path("status").asString()).isEqualTo("PENDING");
        assertThat(order.path("age_seconds").asDouble()).isBetween(0.0, 120.0);
        assertThat(order.path("seconds_left").asDouble()).isGreaterThan(-120.0);
    }

    @Test
    void thereIsNoHistoryOfAnUnknownOrder() {
        call("/actuator/orders/" + UUID.randomUUID()).expectStatus().isNotFound();
        call("/actuator/orders/none").expectStatus().isBadRequest();
    }

    @Test
    void theTotalOfTheConfirmedOrdersIsCutAtAMoment() {
        var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var orders = read("/actuator/orders?until=" + before).path("orders").asInt();
        var amount = amount("/actuator/orders?until=" + before);
        UUID order = reserved("tok_ok");
        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");

        var after = "/actuator/orders?until=" + Instant.now().plusSeconds(1);

        assertThat(read(after).path("orders").asInt()).isEqualTo(orders + 1);
        assertThat(amount(after)).isGreaterThan(amount);
        assertThat(read("/actuator/orders?until=" + before).path("orders").asInt())
                .isEqualTo(orders);
        call("/actuator/orders?until=yesterday").expectStatus().isBadRequest();
    }

    @Test
    void aJourneyHasTheBodiesOnlyIfTheyAreAskedFor() {
        UUID order = placed("tok_ok");
        String correlation = orders.history(order).getFirst().correlationId();

        var bare = read("/actuator/journey/" + correlation).at("/published/0");
        var full = read("/actuator/journey/" + correlation + "?bodies=true").at("/published/0");

        assertThat(bare.path("event_type").asString()).isEqualTo("OrderPlaced");
        assertThat(bare.has("body")).isFalse();
        var body = JsonMapper.shared().readTree(full.path("body").asString());
        assertThat(body.path("event_id")).isEqualTo(full.path("event_id"));
        assertThat(body.at("/payload/order_id").asString()).isEqualTo(order.toString());
    }

    private BigDecimal amount(String path) {
        return new BigDecimal(read(path).path("amount").asString());
    }

    private JsonNode read(String path) {
        return Objects.requireNonNull(call(path)
                .expectStatus()
                .isOk()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody());
    }

    private RestTestClient.ResponseSpec call(String path) {
        return RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .build()
                .get()
                .uri(path)
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Olga", "operator"))
                .exchange();
    }
}
