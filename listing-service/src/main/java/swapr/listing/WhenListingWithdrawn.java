package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ListingWithdrawn;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Its seller has taken it back. */
@Component
class WhenListingWithdrawn {

    private final SearchIndex index;

    WhenListingWithdrawn(SearchIndex index) {
        this.index = index;
    }

    @When(value = "ListingWithdrawn", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void close(Envelope<ListingWithdrawn> event) {
        ListingWithdrawn withdrawn = event.payload();
        index.move(event, withdrawn.listingId(), Listing.Status.WITHDRAWN, null);
    }
}
