package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts placed orders, the first step of the funnel. */
@Component
class WhenOrderPlaced {

    /** No fields are needed. Only the occurrence of the event and its time are counted. */
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
