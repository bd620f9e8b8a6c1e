package swapr.purchase;

import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;
import swapr.purchase.PaymentRequests.ChargePayment;
import swapr.purchase.PaymentRequests.RefundPayment;

/**
 * Charges the buyer of a reserved order, and refunds the money of a canceled one. The bank is called outside any
 * transaction. Its answer is stored in the transaction that notes the command. If the bank does not answer for more
 * than an hour, the command is parked as a dead letter.
 *
 * <p>One rule ensures that a canceled order keeps no money: <em>a charge that began is always finished</em>. Before the
 * call, {@link #begin} commits the beginning. A cancellation before this commit skips the charge. After it, the charge
 * is retried with the same idempotency key until the bank answers. {@link Order} then requests a refund of captured
 * money. There is no third case, because the beginning is in the row that {@link Orders} locks.
 */
@Component
class PaymentProcessor {

    /**
     * The card of a buyer, and the price of the order. The amount in the command is not used, because a foreign program
     * that writes to the queue must not choose the price. The token is never logged and never published.
     */
    private record Charge(UUID buyerId, String token, Money price) {

        @Override
        public String toString() {
            return "a charge of " + buyerId;
        }
    }

    /**
     * An order is charged if its listing is reserved. After the beginning, it is charged also if it was canceled
     * meanwhile. {@link OrderSummaries#update} erases the payment token when no charge can be needed any more.
     */
    private static final String CHARGE_IS_NEEDED = " where order_id = ? and payment_token is not null"
            + " and (status = 'RESERVED' or charge_began_at is not null)";

    private final JdbcClient jdbc;
    private final Bank bank;
    private final BuyerShare share;
    private final Orders orders;

    PaymentProcessor(JdbcClient jdbc, Bank bank, BuyerShare share, Orders orders) {
        this.jdbc = jdbc;
        this.bank = bank;
        this.share = share;
        this.orders = orders;
    }

    @WorkQueue(value = "ChargePayment", topic = PaymentRequests.TOPIC)
    Runnable charge(ChargePayment command) {
        UUID orderId = command.orderId();
        var needed = neededCharge(orderId);
        if (needed.isEmpty()) {
            return () -> {};
        }
        var answer = switch (charge(orderId, needed.get())) {
            case Bank.ChargeResult.Approved(var paymentId) -> new Order.Approve(paymentId);
            case Bank.ChargeResult.Declined(var reason) -> new Order.Decline(reason);
        };
        return () -> orders.handle(orderId, answer);
    }

    private Bank.ChargeResult charge(UUID orderId, Charge charge) {
        share.enter(charge.buyerId());
        try (Bank.Call call = bank.permit(charge.buyerId())) {
            begin(orderId);
            return call.charge(orderId, charge.price(), charge.token());
        } finally {
            share.leave(charge.buyerId());
        }
    }

    /** Empty if the order needs no charge. */
    private Optional<Charge> neededCharge(UUID orderId) {
        return jdbc.sql("select buyer_id, payment_token, price, currency from orders" + CHARGE_IS_NEEDED)
                .param(orderId)
                .query((row, n) -> new Charge(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        new Money(row.getBigDecimal(3), row.getString(4))))
                .optional();
    }

    /** Commits that the charge begins. Throws if the order was canceled or charged since it was read. */
    private void begin(UUID orderId) {
        int marked = jdbc.sql("update orders set charge_began_at = coalesce(charge_began_at, now())" + CHARGE_IS_NEEDED)
                .param(orderId)
                .update();
        if (marked == 0) {
            throw new OptimisticLockingFailureException("Order " + orderId + " changed before its charge began");
        }
    }

    /**
     * Refunds at most once per order: the log of payment commands accepts one refund, the idempotency key at the bank
     * is {@code refund:<order id>}, and the order accepts one PaymentRefunded.
     */
    @WorkQueue(value = "RefundPayment", topic = PaymentRequests.TOPIC)
    Runnable refund(RefundPayment command) {
        UUID orderId = command.orderId();
        if (Orders.fold(orders.history(orderId)) instanceof OrderState.RefundPending(var order, var paymentId)) {
            try (Bank.Call call = bank.permit(null)) {
                call.refund(orderId, paymentId, order.offered().price());
            }
            return () -> orders.handle(orderId, new Order.Refund());
        }
        return () -> {};
    }
}
