package swapr.purchase;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import swapr.testing.TestEvent;

/** A buyer deletes the account before, during and after the placing of an order. */
class ErasedBuyerTest extends PurchaseTest {

    private TestEvent erased() {
        return TestEvent.of("UserErased", "user:" + buyer).version(2).with("user_id", buyer);
    }

    @Test
    void onlyTheOpenOrdersOfThatBuyerAreCanceled() {
        var confirmed = reserved("tok_ok");
        await(() -> assertThat(status(confirmed)).isEqualTo("CONFIRMED"));
        var pending = placed("tok_ok");
        var other = placed(UuidCreator.getTimeOrderedEpoch(), "tok_ok");

        kafka.deliver("user-events", erased())
                .eventually(() -> assertThat(status(pending)).isEqualTo("CANCELLED CANCELLED_BY_BUYER"))
                .andAgainChangesNothing(() -> everything(pending));

        assertThat(List.of(status(confirmed), status(other))).containsExactly("CONFIRMED", "PENDING");
    }

    @Test
    void aChargeThatHadBegunIsRefunded() {
        var order = reserved("tok_slow");
        await(() -> assertThat(jdbc.sql("select charge_began_at is not null from orders where order_id = ?")
                        .param(order)
                        .query(Boolean.class)
                        .single())
                .isTrue());

        kafka.publish("user-events", erased());

        awaitHistory(order, "OrderPlaced", "OrderReserved", "OrderCancelled", "PaymentApproved", "PaymentRefunded");
        assertThat(BANK.movements(order)).isEqualTo(capturedAndRefunded(order));
    }

    @Test
    void anErasedBuyerCannotPlaceAnOrder() {
        kafka.awaitProcessed(kafka.publish("user-events", erased()));

        post(Map.of("listing_id", listing, "payment_token", "tok_ok"), "late")
                .expectStatus()
                .value(status -> assertThat(status)
                        .as("401 as soon as the token is no longer valid")
                        .isIn(401, 403))
                .expectHeader()
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);

        assertThat(jdbc.sql("select count(*) from orders where buyer_id = ?")
                        .param(buyer)
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** The transaction of the order committed after the erasure had read the open orders. */
    @Test
    void anOrderPlacedDuringTheErasureIsCanceled() {
        UUID order = placed("tok_ok");

        jdbc.sql("insert into erased_buyers (buyer_id) values (?)").param(buyer).update();

        await(() -> assertThat(status(order)).isEqualTo("CANCELLED CANCELLED_BY_BUYER"));
    }
}
