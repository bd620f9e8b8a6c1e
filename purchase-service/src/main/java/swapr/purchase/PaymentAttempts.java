package swapr.purchase;

import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The only place that decides whether an order is charged. An order is charged if its listing is reserved. After the
 * beginning, it is charged also if it was canceled meanwhile. {@link OrderSummaries#update} erases the payment token
 * when no charge can be needed any more.
 */
@Repository
class PaymentAttempts {

    /** The card of a buyer. The token is never logged and never published. */
    record Card(UUID buyerId, String token) {

        @Override
        public String toString() {
            return "the card of " + buyerId;
        }
    }

    private static final String STILL_NEEDED = " where order_id = ? and payment_token is not null"
            + " and (status = 'RESERVED' or charge_began_at is not null)";

    private final JdbcClient jdbc;

    PaymentAttempts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if the order needs no charge. */
    Optional<Card> cardToCharge(UUID orderId) {
        return jdbc.sql("select buyer_id, payment_token from orders" + STILL_NEEDED)
                .param(orderId)
                .query((row, n) -> new Card(row.getObject(1, UUID.class), row.getString(2)))
                .optional();
    }

    /**
     * Commits that the charge begins.
     *
     * @throws OptimisticLockingFailureException if the order was canceled or charged since it was read
     */
    void begin(UUID orderId) {
        int marked = jdbc.sql("update orders set charge_began_at = coalesce(charge_began_at, now())" + STILL_NEEDED)
                .param(orderId)
                .update();
        if (marked == 0) {
            throw new OptimisticLockingFailureException("Order " + orderId + " changed before its charge began");
        }
    }
}
