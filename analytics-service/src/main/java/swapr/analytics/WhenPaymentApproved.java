package swapr.analytics;

import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts paid orders. Orders that are refunded later count too, because they reached this step. */
@Component
class WhenPaymentApproved {

    /** No fields are needed. Only the occurrence of the event and its time are counted. */
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
