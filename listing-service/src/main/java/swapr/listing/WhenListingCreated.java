package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ListingCreated;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Everybody may find it now. */
@Component
class WhenListingCreated {

    private final SearchIndex index;

    WhenListingCreated(SearchIndex index) {
        this.index = index;
    }

    @When(value = "ListingCreated", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void add(Envelope<ListingCreated> event) {
        ListingCreated created = event.payload();
        index.move(event, created.listingId(), Listing.Status.AVAILABLE, created.price());
        index.describe(event);
    }
}
