package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ListingReserved;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Somebody has it: no longer among what is available. */
@Component
class WhenListingReserved {

    private final SearchIndex index;

    WhenListingReserved(SearchIndex index) {
        this.index = index;
    }

    @When(value = "ListingReserved", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void hide(Envelope<ListingReserved> event) {
        ListingReserved reserved = event.payload();
        index.move(event, reserved.listingId(), Listing.Status.RESERVED, reserved.price());
    }
}
