package swapr.purchase;

import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;

/**
 * Charges the buyer of a reserved order. The bank is called outside any transaction. A later transaction stores the
 * result.
 *
 * <p>One rule ensures that a canceled order keeps no money: <em>a charge that began is always finished</em>. Before the
 * call, {@code charge_began_at} is committed. A cancellation before this commit skips the charge. After it, the charge
 * is retried with the same idempotency key until the bank answers. {@link Order} then requests a refund of captured
 * money. There is no third case, because both statements below use the row that {@link Orders} locks. If the bank does
 * not answer for more than an hour, the command is parked as a dead letter.
 */
@Component
class ChargePayment {

    private static final String STILL_NEEDED =
            " where order_id = ? and payment_token is not null and (status = 'RESERVED' or charge_began_at is not null)";

    private final JdbcClient jdbc;
    private final Bank bank;
    private final BuyerShare share;
    private final Orders orders;

    private record Card(UUID buyerId, String token) {}

    ChargePayment(JdbcClient jdbc, Bank bank, BuyerShare share, Orders orders) {
        this.jdbc = jdbc;
        this.bank = bank;
        this.share = share;
        this.orders = orders;
    }

    @WorkQueue(value = "ChargePayment", topic = PaymentRequests.TOPIC)
    void charge(PaymentRequests.ChargePayment request) {
        UUID orderId = request.orderId();
        var card = jdbc.sql("select buyer_id, payment_token from orders" + STILL_NEEDED)
                .param(orderId)
                .query((row, n) -> new Card(row.getObject(1, UUID.class), row.getString(2)))
                .optional();
        if (card.isEmpty()) {
            return;
        }
        var result = charge(request, card.get());
        orders.handle(
                orderId,
                switch (result) {
                    case Bank.ChargeResult.Approved(var paymentId) -> new Order.Approve(paymentId);
                    case Bank.ChargeResult.Declined(var reason) -> new Order.Decline(reason);
                });
    }

    private Bank.ChargeResult charge(PaymentRequests.ChargePayment request, Card card) {
        share.enter(card.buyerId());
        try {
            UUID orderId = request.orderId();
            return bank.charge(orderId, card.buyerId(), request.amount(), card.token(), () -> markBegun(orderId));
        } finally {
            share.leave(card.buyerId());
        }
    }

    private void markBegun(UUID orderId) {
        int marked = jdbc.sql("update orders set charge_began_at = coalesce(charge_began_at, now())" + STILL_NEEDED)
                .param(orderId)
                .update();
        if (marked == 0) {
            throw new OptimisticLockingFailureException("Order " + orderId + " changed before its charge began");
        }
    }
}
