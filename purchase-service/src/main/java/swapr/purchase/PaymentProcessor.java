package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;
import swapr.purchase.PaymentAttempts.Card;
import swapr.purchase.PaymentRequests.ChargePayment;
import swapr.purchase.PaymentRequests.RefundPayment;

/**
 * Charges the buyer of a reserved order, and refunds the money of a canceled one. The bank is called outside any
 * transaction. Its answer is stored in the transaction that notes the command. If the bank does not answer for more than
 * an hour, the command is parked as a dead letter.
 *
 * <p>One rule ensures that a canceled order keeps no money: <em>a charge that began is always finished</em>. Before the
 * call, {@link PaymentAttempts#begin} commits the beginning. A cancellation before this commit skips the charge. After
 * it, the charge is retried with the same idempotency key until the bank answers. {@link Order} then requests a refund
 * of captured money. There is no third case, because the beginning is in the row that {@link Orders} locks.
 */
@Component
class PaymentProcessor {

    private final PaymentAttempts attempts;
    private final Bank bank;
    private final BuyerShare share;
    private final Orders orders;

    PaymentProcessor(PaymentAttempts attempts, Bank bank, BuyerShare share, Orders orders) {
        this.attempts = attempts;
        this.bank = bank;
        this.share = share;
        this.orders = orders;
    }

    @WorkQueue(value = "ChargePayment", topic = PaymentRequests.TOPIC)
    Runnable charge(ChargePayment command) {
        UUID orderId = command.orderId();
        var card = attempts.cardToCharge(orderId);
        if (card.isEmpty()) {
            return () -> {};
        }
        var answer = switch (charge(command, card.get())) {
            case Bank.ChargeResult.Approved(var paymentId) -> new Order.Approve(paymentId);
            case Bank.ChargeResult.Declined(var reason) -> new Order.Decline(reason);
        };
        return () -> orders.handle(orderId, answer);
    }

    private Bank.ChargeResult charge(ChargePayment command, Card card) {
        share.enter(card.buyerId());
        try (Bank.Call call = bank.permit(card.buyerId())) {
            attempts.begin(command.orderId());
            return call.charge(command.orderId(), command.amount(), card.token());
        } finally {
            share.leave(card.buyerId());
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
