package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Erases the name of a seller and withdraws the AVAILABLE listings of that seller. */
@Component
class WhenUserErased {

    record UserErased(UUID userId) {}

    private final Sellers sellers;
    private final Listings listings;
    private final EventLog eventLog;

    WhenUserErased(Sellers sellers, Listings listings, EventLog eventLog) {
        this.sellers = sellers;
        this.listings = listings;
        this.eventLog = eventLog;
    }

    @When(value = "UserErased", topic = "user-events")
    void forget(Envelope<UserErased> event) {
        UUID seller = event.payload().userId();
        sellers.forget(seller, event.aggregateVersion()); // first, because it waits for a listing that is being created
        for (Listing listing : listings.findBySellerIdAndStatusForUpdate(seller, Listing.Status.AVAILABLE)) {
            eventLog.append(listing, listing.withdraw(seller));
        }
    }
}
