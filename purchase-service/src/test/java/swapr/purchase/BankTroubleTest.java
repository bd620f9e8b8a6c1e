package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import swapr.testing.AnEvent;

/** Orders finish, and nobody is charged twice or for nothing, whatever the bank does. */
class BankTroubleTest extends PurchaseTest {

    private static final String[] CONFIRMED = {"OrderPlaced", "OrderReserved", "PaymentApproved", "OrderConfirmed"};
    private static final String[] REFUNDED = {
        "OrderPlaced", "OrderReserved", "OrderCancelled", "PaymentApproved", "PaymentRefunded"
    };

    @Autowired
    MeterRegistry meters;

    @Test
    void aSlowCardIsWaitedFor() {
        var order = reserved("tok_slow");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void aFlakyCardIsTriedUntilItWorks() {
        var order = reserved("tok_flaky");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void whileTheBankIsDownTheBreakerOpensAndOrdersWaitUntilItIsBack() {
        BANK.faults("down");
        var waiting = Stream.generate(() -> reserved("tok_ok")).limit(5).toList();
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
    void aBankThatDiesAndComesBackChargesOnce() {
        BANK.kill();
        var order = reserved("tok_ok");
        await(() -> assertThat(kept(order)).isOne());

        BANK.restart();

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void anAnswerLostAfterChargingIsAskedForAgainAndChargedOnce() {
        BANK.faults("lose_answer");
        var order = reserved("tok_ok");
        await(() -> assertThat(kept(order)).isOne());
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
        assertThat(status(order)).isEqualTo("RESERVED");

        BANK.faults("none");

        awaitHistory(order, CONFIRMED);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    @Test
    void anOrderCancelledWhileItsChargeIsInFlightIsRefundedExactlyOnce() {
        var order = reserved("tok_slow");
        await(() -> assertThat(chargeBegan(order)).isTrue());

        cancel(order).expectStatus().isAccepted();
        assertThat(status(order)).isEqualTo("CANCELLED CANCELLED_BY_BUYER");

        awaitHistory(order, REFUNDED);
        assertThat(status(order)).isEqualTo("CANCELLED CANCELLED_BY_BUYER");
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));

        handled(refundPayment(order));
        handled(chargePayment(order));
        assertThat(history(order)).containsExactly(REFUNDED);
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void anOrderCancelledWhileNobodyKnowsWhetherItWasChargedIsSettledAndRefunded() {
        BANK.faults("lose_answer");
        var order = reserved("tok_ok");
        await(() -> assertThat(kept(order)).isOne());
        assertThat(BANK.movements(order)).isEqualTo(captured(order));

        cancel(order).expectStatus().isAccepted();
        BANK.faults("none");

        awaitHistory(order, REFUNDED);
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void anOrderThatTimesOutWhileTheBankIsAwayEndsWithoutACharge() {
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
    void aDeclinedCardThatIsKnownOnlyAfterTheCancellationNeedsNothingMore() {
        BANK.faults("lose_answer");
        var order = reserved("tok_declined");
        await(() -> assertThat(kept(order)).isOne());
        cancel(order).expectStatus().isAccepted();

        BANK.faults("none");

        await(() -> assertThat(kept(order)).isZero());
        assertThat(history(order)).containsExactly("OrderPlaced", "OrderReserved", "OrderCancelled");
        assertThat(BANK.movements(order)).extracting(BankProcess.Movement::type).containsExactly("DECLINED");
    }

    @Test
    void aChargeThatNeverBeganIsSkippedOnceTheOrderIsCancelled() {
        var order = placed("tok_ok");
        cancel(order).expectStatus().isAccepted();

        handled(chargePayment(order));

        assertThat(history(order)).containsExactly("OrderPlaced", "OrderCancelled");
        assertThat(BANK.movements(order)).isEmpty();
    }

    @Test
    void aChargeRequestedTwiceIsChargedOnce() {
        var order = reserved("tok_slow");
        await(() -> assertThat(chargeBegan(order)).isTrue());
        kafka.publish("payment-requests", chargePayment(order));

        awaitHistory(order, CONFIRMED);
        var before = everything(order);
        handled(chargePayment(order));
        assertThat(everything(order)).isEqualTo(before);
        assertThat(BANK.movements(order)).isEqualTo(captured(order));
    }

    private void handled(AnEvent command) {
        kafka.publish("payment-requests", command);
        await(() -> assertThat(jdbc.sql("select outcome from processed_events where event_id = ?")
                        .param(command.id())
                        .query((row, n) -> row.getString(1))
                        .list())
                .containsExactly("applied"));
    }

    private AnEvent chargePayment(UUID order) {
        return AnEvent.of("ChargePayment", "payment:" + order)
                .with("order_id", order)
                .with("amount", Map.of("amount", "250.00", "currency", "USD"));
    }

    private AnEvent refundPayment(UUID order) {
        return AnEvent.of("RefundPayment", "payment:" + order)
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

    /** Commands of this order that failed and are kept for another attempt. */
    private int kept(UUID order) {
        return jdbc.sql(
                        "select count(*) from dead_letters where convert_from(record_key, 'UTF8') = ? and status = 'RETRYING'")
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
