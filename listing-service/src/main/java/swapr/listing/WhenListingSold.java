package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.ListingSold;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Found among what was sold. */
@Component
class WhenListingSold {

    private final SearchIndex index;

    WhenListingSold(SearchIndex index) {
        this.index = index;
    }

    @When(value = "ListingSold", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void close(Envelope<ListingSold> event) {
        ListingSold sold = event.payload();
        index.move(event, sold.listingId(), Listing.Status.SOLD, sold.price());
    }
}
