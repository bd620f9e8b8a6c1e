package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts orders that reserved their listing. */
@Component
class WhenOrderReserved {

    /** No fields are needed. Only the occurrence of the event and its time are counted. */
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
