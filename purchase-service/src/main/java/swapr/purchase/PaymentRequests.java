package swapr.purchase;

import java.util.UUID;
import swapr.messaging.EventType;

/**
 * What an order asks of the bank, as commands on a work queue. They live in a log of their own per order, where a
 * charge is always message 1 and a refund message 2: a second charge or a second refund is refused by the log itself.
 * The payment token is not here, because topics are kept for ever.
 */
sealed interface PaymentRequests {

    String TOPIC = "payment-requests";

    UUID orderId();

    @EventType(value = "ChargePayment", topic = TOPIC)
    record ChargePayment(UUID orderId, Money amount) implements PaymentRequests {}

    @EventType(value = "RefundPayment", topic = TOPIC)
    record RefundPayment(UUID orderId, String paymentId, Money amount) implements PaymentRequests {}

    /** How many messages the log {@code payment:<order id>} holds before this one. */
    static long expectedVersion(PaymentRequests request) {
        return switch (request) {
            case ChargePayment _ -> 0;
            case RefundPayment _ -> 1;
        };
    }
}
