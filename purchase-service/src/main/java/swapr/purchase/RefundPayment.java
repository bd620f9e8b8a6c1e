package swapr.purchase;

import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;

/**
 * Refunds money that was captured for a canceled order. The order decides whether to refund, and how much. A command
 * changes nothing if the order has no pending refund. Three checks allow one refund per order: the log of payment
 * commands accepts one refund, the idempotency key at the bank is {@code refund:<order id>}, and the order accepts one
 * PaymentRefunded.
 */
@Component
class RefundPayment {

    private final Bank bank;
    private final Orders orders;

    RefundPayment(Bank bank, Orders orders) {
        this.bank = bank;
        this.orders = orders;
    }

    @WorkQueue(value = "RefundPayment", topic = PaymentRequests.TOPIC)
    void refund(PaymentRequests.RefundPayment request) {
        if (Orders.fold(orders.history(request.orderId())) instanceof Order.RefundPending(var order, var paymentId)) {
            bank.refund(request.orderId(), paymentId, order.offered().price());
            orders.handle(request.orderId(), new Order.Refund());
        }
    }
}
