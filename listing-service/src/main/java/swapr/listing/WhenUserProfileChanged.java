package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Keeps the name up to date, for the events to come. */
@Component
class WhenUserProfileChanged {

    record UserProfileChanged(UUID userId, String name) {}

    private final Sellers sellers;

    WhenUserProfileChanged(Sellers sellers) {
        this.sellers = sellers;
    }

    @When(value = "UserProfileChanged", topic = "user-events")
    void rename(Envelope<UserProfileChanged> event) {
        sellers.rename(event.payload().userId(), event.payload().name(), event.aggregateVersion());
    }
}
