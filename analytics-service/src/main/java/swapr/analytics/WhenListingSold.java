package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts listings sold. */
@Component
class WhenListingSold {

    /** That it happened, and when, is all that counts. */
    record ListingSold() {}

    private final Facts facts;

    WhenListingSold(Facts facts) {
        this.facts = facts;
    }

    @When(value = "ListingSold", topic = "listing-events")
    void count(Envelope<ListingSold> event) {
        facts.note(Fact.LISTING_SOLD, event);
    }
}
