package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Releases the listing if the canceled order has reserved it. */
@Component
class WhenOrderCancelled {

    /** ListingReleased has the same reason, with 1 to 100 characters. */
    record OrderCancelled(UUID orderId, UUID listingId, String reason) {

        OrderCancelled {
            if (!reason.matches("(?s).{1,100}")) {
                throw new IllegalArgumentException("reason must have 1 to 100 characters");
            }
        }
    }

    private final Listings listings;
    private final Sellers sellers;
    private final EventLog eventLog;

    WhenOrderCancelled(Listings listings, Sellers sellers, EventLog eventLog) {
        this.listings = listings;
        this.sellers = sellers;
        this.eventLog = eventLog;
    }

    @When(value = "OrderCancelled", topic = "purchase-events")
    void release(OrderCancelled order) {
        listings.findByIdForUpdate(order.listingId()).ifPresent(listing -> release(listing, order));
    }

    private void release(Listing listing, OrderCancelled order) {
        var released = listing.release(order.orderId(), order.reason());
        eventLog.append(listing, released);
        // WhenUserErased withdraws AVAILABLE listings. A listing that was RESERVED then is withdrawn here.
        if (!released.isEmpty() && sellers.isErased(listing.sellerId())) {
            eventLog.append(listing, listing.withdraw(listing.sellerId()));
        }
    }
}
