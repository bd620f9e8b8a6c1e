package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Notifies the buyer that the order is confirmed, and the seller that the listing is sold. */
@Component
class WhenOrderConfirmed {

    record OrderConfirmed(UUID orderId, UUID buyerId, UUID sellerId, String title, Money price) {}

    private final Notifier notifier;

    WhenOrderConfirmed(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "OrderConfirmed", topic = "purchase-events")
    void notifyBuyerAndSeller(Envelope<OrderConfirmed> event) {
        OrderConfirmed order = event.payload();
        notifier.notifyUser(
                order.buyerId(),
                NotificationType.ORDER_CONFIRMED,
                event,
                Message.of(
                        "Your order is confirmed: " + order.title(),
                        "%s is yours. You paid %s.".formatted(order.title(), order.price()),
                        "Your order number is %s.".formatted(order.orderId())));
        notifier.notifyUser(
                order.sellerId(),
                NotificationType.LISTING_SOLD,
                event,
                Message.of(
                        "Sold: " + order.title(),
                        "%s has been sold for %s, and the buyer has paid.".formatted(order.title(), order.price()),
                        "Time to pack it. The order number is %s.".formatted(order.orderId())));
    }
}
