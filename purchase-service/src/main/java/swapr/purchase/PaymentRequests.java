package swapr.purchase;

import java.util.UUID;
import swapr.messaging.EventType;

/**
 * The payment commands of an order, on a work queue. Because topics are never deleted, the commands do not contain the
 * payment token. Each order has a separate log for them. The charge is message 1 and the refund is message 2, so the
 * version check of the log refuses a second charge or refund.
 */
sealed interface PaymentRequests {

    String TOPIC = "payment-requests";

    UUID orderId();

    @EventType(value = "ChargePayment", topic = TOPIC)
    record ChargePayment(UUID orderId, Money amount) implements PaymentRequests {}

    @EventType(value = "RefundPayment", topic = TOPIC)
    record RefundPayment(UUID orderId, String paymentId, Money amount) implements PaymentRequests {}

    /** The number of messages in the log {@code payment:<order id>} before this one. */
    static long expectedVersion(PaymentRequests request) {
        return switch (request) {
            case ChargePayment _ -> 0;
            case RefundPayment _ -> 1;
        };
    }
}
