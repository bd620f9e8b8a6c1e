package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts orders that got hold of their listing. */
@Component
class WhenOrderReserved {

    /** That it happened, and when, is all that counts. */
    record OrderReserved() {}

    private final Facts facts;

    WhenOrderReserved(Facts facts) {
        this.facts = facts;
    }

    @When(value = "OrderReserved", topic = "purchase-events")
    void count(Envelope<OrderReserved> event) {
        facts.note(Fact.ORDER_RESERVED, event);
    }
}
