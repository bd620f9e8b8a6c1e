package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;
import swapr.purchase.OrderEvents.CancellationReason;

/**
 * Cancels the order with the reason of the rejection. An unknown reason is read as NOT_AVAILABLE, because a failure
 * here would block later events of the same listing.
 */
@Component
class WhenReservationRejected {

    record ReservationRejected(UUID orderId, String reason) {}

    private final Orders orders;

    WhenReservationRejected(Orders orders) {
        this.orders = orders;
    }

    @When(value = "ReservationRejected", topic = "listing-events")
    void cancelTheOrder(ReservationRejected fact) {
        orders.handle(fact.orderId(), new Order.Reject(reason(fact)));
    }

    private static CancellationReason reason(ReservationRejected fact) {
        return switch (fact.reason()) {
            case "LISTING_NOT_FOUND" -> CancellationReason.LISTING_NOT_FOUND;
            case "OWN_LISTING" -> CancellationReason.OWN_LISTING;
            default -> CancellationReason.NOT_AVAILABLE;
        };
    }
}
