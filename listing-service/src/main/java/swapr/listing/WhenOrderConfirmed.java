package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Sells the listing to the confirmed order, if that order has reserved it. */
@Component
class WhenOrderConfirmed {

    record OrderConfirmed(UUID orderId, UUID listingId, UUID buyerId) {}

    private final Listings listings;
    private final EventLog eventLog;

    WhenOrderConfirmed(Listings listings, EventLog eventLog) {
        this.listings = listings;
        this.eventLog = eventLog;
    }

    @When(value = "OrderConfirmed", topic = "purchase-events")
    void sell(OrderConfirmed order) {
        listings.findByIdForUpdate(order.listingId())
                .ifPresent(listing -> eventLog.append(listing, listing.sell(order.orderId(), order.buyerId())));
    }
}
