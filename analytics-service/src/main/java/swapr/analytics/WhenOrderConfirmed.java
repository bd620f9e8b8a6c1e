package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts sales and their prices. A confirmed order is final, so a counted sale is never removed. */
@Component
class WhenOrderConfirmed {

    record OrderConfirmed(Money price) {}

    private final Facts facts;

    WhenOrderConfirmed(Facts facts) {
        this.facts = facts;
    }

    @When(value = "OrderConfirmed", topic = "purchase-events")
    void count(Envelope<OrderConfirmed> event) {
        facts.noteConfirmed(event, event.payload().price());
    }
}
