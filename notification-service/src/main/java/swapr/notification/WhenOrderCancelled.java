package swapr.notification;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Notifies the buyer that the order was canceled, and why. */
@Component
class WhenOrderCancelled {

    record OrderCancelled(UUID orderId, UUID buyerId, Optional<String> title, String reason) {}

    private final Notifier notifier;

    WhenOrderCancelled(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "OrderCancelled", topic = "purchase-events")
    void notifyTheBuyer(Envelope<OrderCancelled> event) {
        OrderCancelled order = event.payload();
        Message message = Message.of(
                "Your order was canceled"
                        + order.title().map(title -> ": " + title).orElse(""),
                inWords(order.reason()),
                "You have not been charged; anything already paid is refunded.",
                "The order number was %s.".formatted(order.orderId()));
        notifier.notifyUser(order.buyerId(), NotificationType.ORDER_CANCELLED, event, message);
    }

    /** An unknown reason comes from a newer purchase-service. The buyer gets a general text for it. */
    private static String inWords(String reason) {
        return switch (reason) {
            case "LISTING_NOT_FOUND" -> "The listing does not exist or no longer exists.";
            case "NOT_AVAILABLE" -> "Another buyer was faster: the listing is no longer available.";
            case "OWN_LISTING" -> "The listing is your own. You cannot buy your own listing.";
            case "PAYMENT_DECLINED" -> "Your payment was declined.";
            case "TIMED_OUT" -> "The order could not be completed in time.";
            case "CANCELLED_BY_BUYER" -> "You canceled it.";
            default -> "The order could not be completed.";
        };
    }
}
