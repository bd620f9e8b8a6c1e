package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts price reductions. */
@Component
class WhenPriceReduced {

    /** No fields are needed. Only the occurrence of the event and its time are counted. */
    record PriceReduced() {}

    private final Facts facts;

    WhenPriceReduced(Facts facts) {
        this.facts = facts;
    }

    @When(value = "PriceReduced", topic = "listing-events")
    void count(Envelope<PriceReduced> event) {
        facts.note(Fact.PRICE_REDUCED, event);
    }

    @When(value = "PriceReduced", version = 2, topic = "listing-events")
    void countV2(Envelope<PriceReduced> event) {
        count(event);
    }
}
