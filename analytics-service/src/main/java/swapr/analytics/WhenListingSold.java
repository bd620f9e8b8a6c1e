package swapr.analytics;

import java.util.Optional;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Counts sold listings and their conditions. */
@Component
class WhenListingSold {

    /** {@code condition} is absent in events published before the field was added. */
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
