package swapr.purchase;

import org.springframework.stereotype.Component;
import swapr.messaging.WorkQueue;

/**
 * Gives back what was captured for an order that had been cancelled by then. The order decides whether anything is owed, and
 * how much; a command that no order asked for changes nothing. Once per order: the log of payment requests has room for one
 * refund, the bank knows the key {@code refund:<order id>}, and the order records it one time.
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
