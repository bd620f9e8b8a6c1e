package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Learns the name of somebody who may sell one day, and keeps it up to date for the events to come. */
@Component
class WhenUserRegisteredOrRenamed {

    record Named(UUID userId, String name) {}

    private final Sellers sellers;

    WhenUserRegisteredOrRenamed(Sellers sellers) {
        this.sellers = sellers;
    }

    @When(value = "UserRegistered", topic = "user-events")
    void register(Envelope<Named> event) {
        sellers.rename(event.payload().userId(), event.payload().name(), event.aggregateVersion());
    }

    @When(value = "UserProfileChanged", topic = "user-events")
    void rename(Envelope<Named> event) {
        register(event);
    }
}
