package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.messaging.Envelope;
import swapr.testing.IntegrationTest;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;

/** Base class of the integration tests: real infrastructure, a sandbox bank, one buyer, and the steps of the tests. */
@IntegrationTest(properties = {"swapr.purchase.bank-pause=300ms", "swapr.messaging.work.max-pause=2s"})
abstract class PurchaseTest {

    static final BankProcess BANK = BankProcess.start();

    @DynamicPropertySource
    static void bank(DynamicPropertyRegistry properties) {
        properties.add("swapr.purchase.bank-url", BANK::url);
    }

    @Autowired
    RestTestClient http;

    @Autowired
    Kafka kafka;

    @Autowired
    Tokens tokens;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    Orders orders;

    final UUID buyer = UuidCreator.getTimeOrderedEpoch();
    final UUID listing = UuidCreator.getTimeOrderedEpoch();

    @AfterEach
    void recoverTheBank() {
        BANK.recover();
    }

    String token() {
        return tokens.bearer(buyer, "Bob");
    }

    RestTestClient.ResponseSpec post(Object body, String idempotencyKey) {
        return post(buyer, body, idempotencyKey);
    }

    RestTestClient.ResponseSpec post(UUID buyer, Object body, String idempotencyKey) {
        return http.post()
                .uri("/orders")
                .header("Authorization", tokens.bearer(buyer, "Bob"))
                .header("Idempotency-Key", idempotencyKey)
                .body(body)
                .exchange();
    }

    RestTestClient.ResponseSpec get(String uri, Object... variables) {
        return http.get().uri(uri, variables).header("Authorization", token()).exchange();
    }

    /** Places an order and returns its id. */
    UUID placed(String paymentToken) {
        return placed(buyer, paymentToken);
    }

    UUID placed(UUID buyer, String paymentToken) {
        var order = post(
                        buyer,
                        Map.of("listing_id", listing, "payment_token", paymentToken),
                        UUID.randomUUID().toString())
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        return UUID.fromString(Objects.requireNonNull(order).path("id").asString());
    }

    /** Places an order, publishes ListingReserved for it and returns its id. */
    UUID reserved(String paymentToken) {
        return reserved(buyer, paymentToken);
    }

    UUID reserved(UUID buyer, String paymentToken) {
        UUID order = placed(buyer, paymentToken);
        kafka.publish("listing-events", listingReserved(order));
        return order;
    }

    RestTestClient.ResponseSpec cancel(UUID order) {
        return http.post()
                .uri("/orders/{id}/cancellation", order)
                .header("Authorization", token())
                .exchange();
    }

    TestEvent listingReserved(UUID order) {
        return TestEvent.of("ListingReserved", "listing:" + listing)
                .version(2)
                .with("listing_id", listing)
                .with("order_id", order)
                .with("buyer_id", buyer)
                .with("seller_id", UuidCreator.getTimeOrderedEpoch())
                .with("seller_name", "Ada")
                .with("title", "Air Jordan 1 Chicago")
                .with("price", Map.of("amount", "250.00", "currency", "USD"));
    }

    TestEvent reservationRejected(UUID order, String reason) {
        return TestEvent.of("ReservationRejected", "listing:" + listing)
                .with("listing_id", listing)
                .with("order_id", order)
                .with("reason", reason);
    }

    List<String> history(UUID order) {
        return orders.history(order).stream().map(Envelope::eventType).toList();
    }

    void awaitHistory(UUID order, String... events) {
        await(() -> assertThat(history(order)).containsExactly(events));
    }

    String status(UUID order) {
        return jdbc.sql("select status || coalesce(' ' || reason, '') from orders where order_id = ?")
                .param(order)
                .query((row, n) -> row.getString(1))
                .single();
    }

    static List<BankProcess.Movement> captured(UUID order) {
        return List.of(new BankProcess.Movement("CAPTURED", "250.00", order.toString()));
    }

    static List<BankProcess.Movement> capturedAndRefunded(UUID order) {
        return List.of(
                new BankProcess.Movement("CAPTURED", "250.00", order.toString()),
                new BankProcess.Movement("REFUNDED", "250.00", "refund:" + order));
    }

    /** All stored rows of an order and its dead letters. A duplicate message must not change them. */
    List<String> everything(UUID order) {
        return jdbc.sql("""
                        select to_jsonb(o)::text from orders o where order_id = :order
                        union all
                        select body::text from event_log
                        where aggregate_id in ('order:' || :order, 'payment:' || :order)
                        union all
                        select to_jsonb(d)::text from dead_letters d
                        where convert_from(record_key, 'UTF8') in ('order:' || :order, 'payment:' || :order)
                        order by 1""")
                .param("order", order)
                .query((row, n) -> row.getString(1))
                .list();
    }

    static void await(org.awaitility.core.ThrowingRunnable condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(condition);
    }
}
