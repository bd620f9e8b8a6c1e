package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts orders: where the funnel begins. */
@Component
class WhenOrderPlaced {

    /** That it happened, and when, is all that counts. */
    record OrderPlaced() {}

    private final Facts facts;

    WhenOrderPlaced(Facts facts) {
        this.facts = facts;
    }

    @When(value = "OrderPlaced", topic = "purchase-events")
    void count(Envelope<OrderPlaced> event) {
        facts.note(Fact.ORDER_PLACED, event);
    }
}
