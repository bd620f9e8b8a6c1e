package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ListingReleased;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** It can be found again. */
@Component
class WhenListingReleased {

    private final SearchIndex index;

    WhenListingReleased(SearchIndex index) {
        this.index = index;
    }

    @When(value = "ListingReleased", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void showAgain(Envelope<ListingReleased> event) {
        ListingReleased released = event.payload();
        index.move(event, released.listingId(), Listing.Status.AVAILABLE, released.price());
    }
}
