package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts orders paid, those refunded later included: they did get that far. */
@Component
class WhenPaymentApproved {

    /** That it happened, and when, is all that counts. */
    record PaymentApproved() {}

    private final Facts facts;

    WhenPaymentApproved(Facts facts) {
        this.facts = facts;
    }

    @When(value = "PaymentApproved", topic = "purchase-events")
    void count(Envelope<PaymentApproved> event) {
        facts.note(Fact.ORDER_PAID, event);
    }
}
