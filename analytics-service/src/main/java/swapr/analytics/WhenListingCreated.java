package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts new listings. */
@Component
class WhenListingCreated {

    /** That it happened, and when, is all that counts. */
    record ListingCreated() {}

    private final Facts facts;

    WhenListingCreated(Facts facts) {
        this.facts = facts;
    }

    @When(value = "ListingCreated", topic = "listing-events")
    void count(Envelope<ListingCreated> event) {
        facts.note(Fact.LISTING_CREATED, event);
    }
}
