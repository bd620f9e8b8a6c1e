package swapr.notification;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Tells the buyer that the order came to nothing, and why. */
@Component
class WhenOrderCancelled {

    record OrderCancelled(UUID orderId, UUID buyerId, Optional<String> title, String reason) {}

    private final Notifier notifier;

    WhenOrderCancelled(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "OrderCancelled", topic = "purchase-events")
    void tellTheBuyer(Envelope<OrderCancelled> event) {
        OrderCancelled order = event.payload();
        Message message = Message.of(
                "Your order was cancelled"
                        + order.title().map(title -> ": " + title).orElse(""),
                inWords(order.reason()),
                "You have not been charged; anything already paid is refunded.",
                "The order number was %s.".formatted(order.orderId()));
        notifier.notifyUser(order.buyerId(), NotificationType.ORDER_CANCELLED, event, message);
    }

    /** A reason unknown here is one that purchase-service has learnt since: no cause to leave the buyer untold. */
    private static String inWords(String reason) {
        return switch (reason) {
            case "LISTING_NOT_FOUND" -> "The listing does not exist, or no longer does.";
            case "NOT_AVAILABLE" -> "Somebody else was faster: the listing is no longer available.";
            case "OWN_LISTING" -> "The listing is your own, and nobody can buy from themselves.";
            case "PAYMENT_DECLINED" -> "Your payment was declined.";
            case "TIMED_OUT" -> "The order could not be completed in time.";
            case "CANCELLED_BY_BUYER" -> "You cancelled it.";
            default -> "The order could not be completed.";
        };
    }
}
