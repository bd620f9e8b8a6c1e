package swapr.purchase;

import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;

/**
 * Collects the money for a reserved order. The bank is called outside any transaction, and the answer is recorded in one
 * of its own afterwards; in between, the order may be cancelled, the process may die, the answer may be lost.
 *
 * <p>No charge is left unrefunded, because of one rule: <em>a charge that began is always finished</em>. That it began is
 * committed ({@code charge_began_at}) before the bank is called. A charge that never began is skipped once the order is
 * cancelled. One that did begin is asked for again and again with the same idempotency key, cancelled or not, until the
 * bank says what became of it; if it turns out to have captured the money of a cancelled order, {@link Order} asks for
 * the refund. The command stays on the queue until then, and in the dead letters, where an operator sees it, if the
 * bank stays away for more than an hour.
 *
 * <p>Both statements below look at the row that deciding locks and writes, so a cancellation comes either before the
 * mark, and the charge never begins, or after it, and the charge is finished and refunded. There is no third case.
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
        var answer = charge(request, card.get());
        orders.handle(
                orderId,
                switch (answer) {
                    case Bank.Answer.Approved(var paymentId) -> new Order.Approve(paymentId);
                    case Bank.Answer.Declined(var reason) -> new Order.Decline(reason);
                });
    }

    private Bank.Answer charge(PaymentRequests.ChargePayment request, Card card) {
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
            throw new OptimisticLockingFailureException("Order " + orderId + " moved on before its charge began");
        }
    }
}
