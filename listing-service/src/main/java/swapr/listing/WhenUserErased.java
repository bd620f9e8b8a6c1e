package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;
import swapr.messaging.When;

/** Forgets the name, and takes back what that person still has for sale. */
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
        UUID person = event.payload().userId();
        sellers.forget(person, event.aggregateVersion()); // first: it waits for a listing that is just being made
        for (Listing listing : listings.findBySellerIdAndStatusOrderById(person, Listing.Status.AVAILABLE)) {
            listing.withdraw(person)
                    .ifPresent(withdrawn -> eventLog.append(listing.key(), listing.versionBefore(), withdrawn));
        }
    }
}
