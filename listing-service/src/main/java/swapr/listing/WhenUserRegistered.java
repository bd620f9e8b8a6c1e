package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Learns the name of somebody who may sell one day. */
@Component
class WhenUserRegistered {

    record UserRegistered(UUID userId, String name) {}

    private final Sellers sellers;

    WhenUserRegistered(Sellers sellers) {
        this.sellers = sellers;
    }

    @When(value = "UserRegistered", topic = "user-events")
    void register(Envelope<UserRegistered> event) {
        sellers.rename(event.payload().userId(), event.payload().name(), event.aggregateVersion());
    }
}
