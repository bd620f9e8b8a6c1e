package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts canceled orders by reason. */
@Component
class WhenOrderCancelled {

    record OrderCancelled(String reason) {}

    private final Facts facts;

    WhenOrderCancelled(Facts facts) {
        this.facts = facts;
    }

    @When(value = "OrderCancelled", topic = "purchase-events")
    void count(Envelope<OrderCancelled> event) {
        facts.noteCancelled(event, event.payload().reason());
    }
}
