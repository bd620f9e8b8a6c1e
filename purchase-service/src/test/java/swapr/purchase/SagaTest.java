package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.messaging.Envelope;
import tools.jackson.databind.JsonNode;

/** The saga of an order, without failures of the bank. */
class SagaTest extends PurchaseTest {

    @Autowired
    MeterRegistry meters;

    @Autowired
    PaymentProcessor payments;

    @Test
    void aReservedOrderIsPaidAndConfirmed() {
        var order = placed("tok_ok");

        kafka.deliver("listing-events", listingReserved(order))
                .eventually(() -> assertThat(history(order))
                        .containsExactly("OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed"))
                .andAgainChangesNothing(() -> everything(order));

        assertThat(status(order)).isEqualTo("CONFIRMED");
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @ParameterizedTest
    @CsvSource({"Ada, '', USD", "'', Air Jordan 1, USD", "Ada, Air Jordan 1, usd", "Ada, Air Jordan 1, ''"})
    void aReservationOutsideTheContractIsADeadLetter(String sellerName, String title, String currency) {
        var order = placed("tok_ok");

        kafka.awaitProcessed(kafka.publish(
                "listing-events",
                listingReserved(order)
                        .with("seller_name", sellerName)
                        .with("title", title)
                        .with("price", Map.of("amount", "250.00", "currency", currency))));

        assertThat(history(order)).containsExactly("OrderPlaced");
        assertThat(jdbc.sql("select count(*) from dead_letters where convert_from(record_key, 'UTF8') = ?")
                        .param("listing:" + listing)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void theBankIsAskedForThePriceOfTheOrderAndNotForTheAmountInTheCommand() {
        var order = placed("tok_ok");
        jdbc.sql("update orders set status = 'RESERVED', price = 250.00, currency = 'USD' where order_id = ?")
                .param(order)
                .update();

        payments.charge(new PaymentRequests.ChargePayment(order, new Money(new BigDecimal("0.01"), "USD")));

        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void allEventsAreOnKafkaInOrderAndWithoutThePaymentToken() {
        try (var records = kafka.recordAll("purchase-events", "payment-requests")) {
            var order = reserved("tok_ok");

            var confirmed = records.await("OrderConfirmed", "order:" + order);
            records.await("ChargePayment", "payment:" + order);

            assertThat(records.received().stream()
                            .filter(event -> ("order:" + order).equals(event.key()))
                            .map(event -> event.type()))
                    .containsExactly("OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");
            assertThat(confirmed.payload().path("price").toString())
                    .isEqualTo("{\"amount\":\"250.00\",\"currency\":\"USD\"}");
            assertThat(confirmed.payload().path("seller_name").asString()).isEqualTo("Ada");
            assertThat(records.received()).noneMatch(event -> event.toString().contains("tok_ok"));
        }
    }

    @Test
    void thePaymentTokenIsErasedWhenNoChargeIsNeeded() {
        var confirmed = reserved("tok_ok");
        var declined = reserved("tok_declined");
        var rejected = placed("tok_ok");
        kafka.publish("listing-events", reservationRejected(rejected, "NOT_AVAILABLE"));

        for (UUID order : List.of(confirmed, declined, rejected)) {
            await(() -> assertThat(status(order)).matches("CONFIRMED|CANCELLED .*"));
            assertThat(jdbc.sql("select count(*) from orders where order_id = ? and payment_token is not null")
                            .param(order)
                            .query(Integer.class)
                            .single())
                    .isZero();
        }
    }

    @Test
    void allEventsOfAnOrderHaveOneCorrelationId() {
        var correlation = UUID.randomUUID().toString();
        var body = http.post()
                .uri("/orders")
                .header("Authorization", token())
                .header("Correlation-Id", correlation)
                .header("Idempotency-Key", "k")
                .body(Map.of("listing_id", listing, "payment_token", "tok_declined"))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody(JsonNode.class)
                .returnResult()
                .getResponseBody();
        var order = UUID.fromString(Objects.requireNonNull(body).path("id").asString());
        kafka.publish("listing-events", listingReserved(order).correlationId(correlation));

        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentDeclined", "OrderCancelled");

        var history = orders.history(order);
        assertThat(history).extracting(Envelope::correlationId).containsOnly(correlation);
        assertThat(history.getFirst().actor()).isEqualTo("user:" + buyer);
        assertThat(history.getLast().actor()).isEqualTo("service:purchase-service");
    }

    @Test
    void aDeclinedCardCancelsTheOrder() {
        var order = placed("tok_declined");

        kafka.deliver("listing-events", listingReserved(order))
                .eventually(() -> assertThat(history(order))
                        .containsExactly("OrderPlaced", "OrderReserved", "PaymentDeclined", "OrderCancelled"))
                .andAgainChangesNothing(() -> everything(order));

        assertThat(status(order)).isEqualTo("CANCELLED PAYMENT_DECLINED");
        assertThat(BANK.movements(order)).extracting(BankProcess.Movement::type).containsExactly("DECLINED");
    }

    @ParameterizedTest
    @CsvSource({
        "LISTING_NOT_FOUND, LISTING_NOT_FOUND",
        "NOT_AVAILABLE, NOT_AVAILABLE",
        "OWN_LISTING, OWN_LISTING",
        "SOME_FUTURE_REASON, NOT_AVAILABLE"
    })
    void aRejectedReservationCancelsTheOrder(String reason, String storedReason) {
        var order = placed("tok_ok");

        kafka.deliver("listing-events", reservationRejected(order, reason))
                .eventually(() -> assertThat(history(order)).containsExactly("OrderPlaced", "OrderCancelled"))
                .andAgainChangesNothing(() -> everything(order));

        assertThat(status(order)).isEqualTo("CANCELLED " + storedReason);
        assertThat(BANK.movements(order)).isEmpty();
    }

    @Test
    void anOverdueOrderIsCanceledAndALateReservationChangesNothing() {
        var order = placed("tok_ok");
        double finished = finished("cancelled");

        jdbc.sql("update orders set deadline = now() where order_id = ?")
                .param(order)
                .update();
        awaitHistory(order, "OrderPlaced", "OrderCancelled");
        assertThat(status(order)).isEqualTo("CANCELLED TIMED_OUT");
        assertThat(orders.history(order))
                .extracting(Envelope::correlationId)
                .containsOnly(orders.history(order).getFirst().correlationId());
        await(() -> assertThat(finished("cancelled")).isEqualTo(finished + 1));

        kafka.awaitProcessed(kafka.publish("listing-events", listingReserved(order)));
        assertThat(history(order)).containsExactly("OrderPlaced", "OrderCancelled");
        assertThat(BANK.movements(order)).isEmpty();
    }

    @Test
    void theDeadlineIsTwoMinutesAfterThePlacing() {
        var order = placed("tok_ok");

        assertThat(jdbc.sql("select extract(epoch from deadline - placed_at) from orders where order_id = ?")
                        .param(order)
                        .query(Double.class)
                        .single())
                .as("the service and its database use the same clock here")
                .isCloseTo(120, within(1.0));
    }

    @Test
    void aFinishedOrderIsCountedOnceAndAnOpenOrderShowsItsAge() {
        double before = finished("confirmed");
        var order = reserved("tok_ok");
        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");
        await(() -> assertThat(finished("confirmed")).isEqualTo(before + 1));

        var open = placed("tok_ok");
        jdbc.sql("update orders set placed_at = now() - interval '1 hour' where order_id = ?")
                .param(open)
                .update();
        assertThat(meters.get("swapr.saga.oldest.open").gauge().value())
                .as("seconds; other tests leave open orders, and none of these is an hour old")
                .isBetween(3_600.0, 3_700.0);
        cancel(open).expectStatus().isAccepted();
    }

    @Test
    void eventsOfAnUnknownOrderAreIgnored() {
        var unknown = UuidCreator.getTimeOrderedEpoch();

        var reserved = listingReserved(unknown);
        var rejected = reservationRejected(unknown, "NOT_AVAILABLE");

        kafka.awaitProcessed(kafka.publish("listing-events", reserved));
        kafka.awaitProcessed(kafka.publish("listing-events", rejected));

        assertThat(orders.history(unknown)).isEmpty();
        assertThat(jdbc.sql("select count(*) from dead_letters where event_id in (?, ?)")
                        .params(reserved.id(), rejected.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aRejectionAfterTheReservationIsIgnored() {
        var order = placed("tok_slow");
        kafka.publish("listing-events", listingReserved(order));

        kafka.awaitProcessed(kafka.publish("listing-events", reservationRejected(order, "NOT_AVAILABLE")));

        awaitHistory(order, "OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed");
    }

    @Test
    void theMetricsHaveFixedNames(@Autowired Environment environment) {
        var order = reserved("tok_ok");
        await(() -> assertThat(status(order)).isEqualTo("CONFIRMED"));

        var management = RestTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + environment.getProperty("local.management.port"))
                .build();
        assertThat(management
                        .get()
                        .uri("/actuator/prometheus")
                        .exchange()
                        .returnResult(String.class)
                        .getResponseBody())
                .contains(
                        "swapr_saga_duration_seconds_count{", "outcome=\"confirmed\"", "swapr_saga_oldest_open_seconds")
                .containsPattern("resilience4j_circuitbreaker_state\\{[^}]*name=\"bank\"[^}]*state=\"open\"");
    }

    private double finished(String outcome) {
        var timer = meters.find("swapr.saga.duration").tag("outcome", outcome).timer();
        return timer == null ? 0 : timer.count();
    }
}
