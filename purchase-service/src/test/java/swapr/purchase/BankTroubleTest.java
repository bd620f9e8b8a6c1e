package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import swapr.testing.TestEvent;

/** Failures of the bank: each order becomes final, and no buyer pays twice or for a canceled order. */
class BankTroubleTest extends PurchaseTest {

    private static final String[] CONFIRMED = {"OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed"};
    private static final String[] REFUNDED = {
        "OrderPlaced", "OrderReserved", "OrderCancelled", "PaymentApproved", "PaymentRefunded"
    };

    @Autowired
    MeterRegistry meters;

    @Test
    void anOrderWithASlowCardIsConfirmed() {
        var order = reserved("tok_slow");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void aFlakyCardIsRetriedUntilItWorks() {
        var order = reserved("tok_flaky");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void ordersWaitWhileTheBankIsDown() {
        BANK.faults("down");
        var waiting = Stream.generate(() -> reserved(UUID.randomUUID(), "tok_ok"))
                .limit(5)
                .toList();
        await(() -> assertThat(breaker("open")).isEqualTo(1));
        await(() -> assertThat(waiting)
                .allSatisfy(order -> assertThat(status(order)).isEqualTo("RESERVED")));

        BANK.faults("none");

        for (UUID order : waiting) {
            awaitHistory(order, CONFIRMED);
            assertThat(BANK.movements(order)).isEqualTo(captured(order));
        }
        await(() -> assertThat(breaker("closed")).isEqualTo(1));
    }

    @Test
    void flakyCardsOfOneBuyerDoNotDelayOthers() {
        double refused = refusedByTheBreaker();
        var flaky = Stream.generate(() -> reserved("tok_flaky")).limit(10).toList();
        await(() -> assertThat(flaky).anyMatch(order -> waitingCommands(order) == 1));

        var other = reserved(UUID.randomUUID(), "tok_ok");

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(other).equals("CONFIRMED"));
        for (UUID order : flaky) {
            awaitHistory(order, CONFIRMED);
        }
        assertThat(refusedByTheBreaker()).isEqualTo(refused);
    }

    private double refusedByTheBreaker() {
        return meters.get("resilience4j.circuitbreaker.not.permitted.calls")
                .tag("name", "bank")
                .counter()
                .count();
    }

    @Test
    void slowCardsOfOneBuyerDoNotDelayOthers() {
        var slow = Stream.generate(() -> reserved("tok_slow")).limit(20).toList();
        await(() -> assertThat(slow.stream().filter(this::chargeBegan)).hasSizeGreaterThanOrEqualTo(2));

        var other = reserved(UUID.randomUUID(), "tok_ok");

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(other).equals("CONFIRMED"));
        await(() -> assertThat(slow.stream().filter(order -> waitingCommands(order) == 1))
                .hasSizeGreaterThan(10));
        assertThat(slow).allSatisfy(order -> assertThat(failedAttempts(order)).isZero());

        slow.stream()
                .filter(order -> !chargeBegan(order))
                .forEach(order -> cancel(order).expectStatus().isAccepted());
        await(() ->
                assertThat(slow).allSatisfy(order -> assertThat(status(order)).matches("CONFIRMED|CANCELLED .*")));
        await(() -> assertThat(slow)
                .allSatisfy(order -> assertThat(waitingCommands(order)).isZero()));
        assertThat(slow)
                .as("slow charges that began, two at a time")
                .filteredOn(order -> !BANK.movements(order).isEmpty())
                .hasSizeBetween(2, 8);
    }

    @Test
    void aRestartedBankChargesOnce() {
        BANK.kill();
        var order = reserved("tok_ok");
        await(() -> assertThat(waitingCommands(order)).isOne());

        BANK.restart();

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void aChargeWithALostAnswerIsRetriedAndChargedOnce() {
        BANK.faults("lose_answer");
        var order = reserved("tok_ok");
        await(() -> assertThat(waitingCommands(order)).isOne());
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
        assertThat(status(order)).isEqualTo("RESERVED");

        BANK.faults("none");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void anOrderCanceledDuringItsChargeIsRefundedOnce() {
        var order = reserved("tok_slow");
        await(() -> assertThat(chargeBegan(order)).isTrue());

        cancel(order).expectStatus().isAccepted();
        assertThat(status(order)).isEqualTo("CANCELLED CANCELLED_BY_BUYER");

        awaitHistory(order, REFUNDED);
        assertThat(status(order)).isEqualTo("CANCELLED CANCELLED_BY_BUYER");
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));

        publishAndAwaitApplied(refundPayment(order));
        publishAndAwaitApplied(chargePayment(order));
        assertThat(history(order)).containsExactly(REFUNDED);
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void aRefundCommandWithoutAPendingRefundChangesNothing() {
        var order = reserved("tok_ok");
        awaitHistory(order, CONFIRMED);

        publishAndAwaitApplied(refundPayment(order));
        publishAndAwaitApplied(refundPayment(UUID.randomUUID()));

        assertThat(history(order)).containsExactly(CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void anOrderCanceledAfterALostAnswerIsRefunded() {
        BANK.faults("lose_answer");
        var order = reserved("tok_ok");
        await(() -> assertThat(waitingCommands(order)).isOne());
        assertThat(BANK.movements(order)).isEqualTo(captured(order));

        cancel(order).expectStatus().isAccepted();
        BANK.faults("none");

        awaitHistory(order, REFUNDED);
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void anOrderThatTimesOutWhileTheBankIsDownIsRefunded() {
        BANK.faults("down");
        var order = reserved("tok_ok");
        await(() -> assertThat(chargeBegan(order)).isTrue());

        jdbc.sql("update orders set deadline = now() where order_id = ?")
                .param(order)
                .update();
        await(() -> assertThat(status(order)).isEqualTo("CANCELLED TIMED_OUT"));
        BANK.faults("none");

        awaitHistory(order, REFUNDED);
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void aDeclinedChargeAfterTheCancellationChangesNothing() {
        BANK.faults("lose_answer");
        var order = reserved("tok_declined");
        await(() -> assertThat(waitingCommands(order)).isOne());
        cancel(order).expectStatus().isAccepted();

        BANK.faults("none");

        await(() -> assertThat(waitingCommands(order)).isZero());
        assertThat(history(order)).containsExactly("OrderPlaced", "OrderReserved", "OrderCancelled");
        assertThat(BANK.movements(order)).extracting(BankProcess.Movement::type).containsExactly("DECLINED");
    }

    @Test
    void aCanceledOrderSkipsAChargeThatHasNotBegun() {
        var order = placed("tok_ok");
        cancel(order).expectStatus().isAccepted();

        publishAndAwaitApplied(chargePayment(order));

        assertThat(history(order)).containsExactly("OrderPlaced", "OrderCancelled");
        assertThat(BANK.movements(order)).isEmpty();
    }

    @Test
    void aDuplicateChargeCommandChargesOnce() {
        var order = reserved("tok_slow");
        await(() -> assertThat(chargeBegan(order)).isTrue());
        kafka.publish("payment-requests", chargePayment(order));

        awaitHistory(order, CONFIRMED);
        await(() -> assertThat(waitingCommands(order)).isZero());
        var before = everything(order);
        publishAndAwaitApplied(chargePayment(order));
        assertThat(everything(order)).isEqualTo(before);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    private void publishAndAwaitApplied(TestEvent command) {
        kafka.publish("payment-requests", command);
        await(() -> assertThat(jdbc.sql("select outcome from processed_events where event_id = ?")
                        .param(command.id())
                        .query((row, n) -> row.getString(1))
                        .list())
                .containsExactly("applied"));
    }

    private TestEvent chargePayment(UUID order) {
        return TestEvent.of("ChargePayment", "payment:" + order)
                .with("order_id", order)
                .with("amount", Map.of("amount", "250.00", "currency", "USD"));
    }

    private TestEvent refundPayment(UUID order) {
        return TestEvent.of("RefundPayment", "payment:" + order)
                .with("order_id", order)
                .with("payment_id", UuidCreator.getTimeOrderedEpoch())
                .with("amount", Map.of("amount", "250.00", "currency", "USD"));
    }

    private boolean chargeBegan(UUID order) {
        return jdbc.sql("select charge_began_at is not null from orders where order_id = ?")
                .param(order)
                .query((row, n) -> row.getBoolean(1))
                .single();
    }

    private int failedAttempts(UUID order) {
        return jdbc.sql("""
                        select coalesce(sum(attempts), 0) from dead_letters
                        where convert_from(record_key, 'UTF8') = ?
                        """).param("payment:" + order).query(Integer.class).single();
    }

    /** Commands of this order in the table dead_letters: they take long, or wait for the next attempt. */
    private int waitingCommands(UUID order) {
        return jdbc.sql("""
                        select count(*) from dead_letters
                        where convert_from(record_key, 'UTF8') = ? and status = 'RETRYING'""")
                .param("payment:" + order)
                .query((row, n) -> row.getInt(1))
                .single();
    }

    private double breaker(String state) {
        return meters.get("resilience4j.circuitbreaker.state")
                .tag("name", "bank")
                .tag("state", state)
                .gauge()
                .value();
    }
}
