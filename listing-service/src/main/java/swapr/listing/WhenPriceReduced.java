package swapr.listing;

import org.springframework.stereotype.Component;
import swapr.listing.ListingEvents.PriceReduced;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** It is found at its new price. */
@Component
class WhenPriceReduced {

    private final SearchIndex index;

    WhenPriceReduced(SearchIndex index) {
        this.index = index;
    }

    @When(value = "PriceReduced", topic = SearchIndex.TOPIC, consumer = SearchIndex.CONSUMER)
    void reprice(Envelope<PriceReduced> event) {
        PriceReduced reduced = event.payload();
        index.move(event, reduced.listingId(), Listing.Status.AVAILABLE, reduced.price());
    }
}
