package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts new listings. */
@Component
class WhenListingCreated {

    /** No fields are needed. Only the occurrence of the event and its time are counted. */
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
