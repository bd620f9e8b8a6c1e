package swapr.analytics;

import java.util.Optional;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts listings sold, and how worn the pairs were. */
@Component
class WhenListingSold {

    /** Its condition is absent in events from before it was told. */
    record ListingSold(Optional<String> condition) {}

    private final Facts facts;

    WhenListingSold(Facts facts) {
        this.facts = facts;
    }

    @When(value = "ListingSold", topic = "listing-events")
    void count(Envelope<ListingSold> event) {
        facts.noteSold(event, event.payload().condition().orElse(null));
    }
}
