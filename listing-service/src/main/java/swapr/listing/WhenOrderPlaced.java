package swapr.listing;

import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ReservationRejected;
import swapr.listing.ListingEvents.ReservationRejected.Reason;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Reserves the listing for the first order. Other orders get a ReservationRejected event with the reason. */
@Component
class WhenOrderPlaced {

    record OrderPlaced(UUID orderId, UUID listingId, UUID buyerId) {}

    private final Listings listings;
    private final Sellers sellers;
    private final EventLog eventLog;

    WhenOrderPlaced(Listings listings, Sellers sellers, EventLog eventLog) {
        this.listings = listings;
        this.sellers = sellers;
        this.eventLog = eventLog;
    }

    @When(value = "OrderPlaced", topic = "purchase-events")
    void reserve(OrderPlaced order) {
        Optional<Listing> found = listings.findByIdForUpdate(order.listingId());
        if (found.isEmpty()) {
            reject(order);
            return;
        }
        Listing listing = found.get();
        String seller = sellers.nameOf(listing.sellerId());
        eventLog.append(listing, listing.reserve(order.orderId(), order.buyerId(), seller));
    }

    private void reject(OrderPlaced order) {
        String id = Listing.aggregateId(order.listingId());
        var rejected = new ReservationRejected(order.listingId(), order.orderId(), Reason.LISTING_NOT_FOUND);
        eventLog.append(id, eventLog.version(id), rejected);
    }
}
