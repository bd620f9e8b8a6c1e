package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Releases the listing if the canceled order has reserved it. */
@Component
class WhenOrderCancelled {

    record OrderCancelled(UUID orderId, UUID listingId, String reason) {}

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
        listings.findByIdForUpdate(order.listingId())
                .ifPresent(listing -> listing.release(order.orderId(), order.reason())
                        .ifPresent(released -> {
                            eventLog.append(listing.key(), listing.versionBefore(), released);
                            withdrawIfSellerIsErased(listing);
                        }));
    }

    /** {@link WhenUserErased} withdraws AVAILABLE listings. A listing that was RESERVED then is withdrawn here. */
    private void withdrawIfSellerIsErased(Listing listing) {
        if (sellers.isErased(listing.sellerId())) {
            listing.withdraw(listing.sellerId())
                    .ifPresent(withdrawn -> eventLog.append(listing.key(), listing.versionBefore(), withdrawn));
        }
    }
}
