package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Stores the current name of each user, because any user may become a seller. */
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
