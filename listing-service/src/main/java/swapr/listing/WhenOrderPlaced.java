package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ReservationRejected;
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
        listings.findByIdForUpdate(order.listingId())
                .ifPresentOrElse(listing -> reserveFor(order, listing), () -> rejectUnknown(order));
    }

    private void reserveFor(OrderPlaced order, Listing listing) {
        eventLog.append(listing, listing.reserve(order.orderId(), order.buyerId(), sellers.nameOf(listing.sellerId())));
    }

    private void rejectUnknown(OrderPlaced order) {
        String id = ListingEvents.aggregateId(order.listingId());
        var reason = ReservationRejected.Reason.LISTING_NOT_FOUND;
        eventLog.append(id, eventLog.version(id), new ReservationRejected(order.listingId(), order.orderId(), reason));
    }
}
