package swapr.listing;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Stores the current name of each user, because any user may become a seller. */
@Component
class WhenUserRegisteredOrRenamed {

    /** The name is published again, so a name outside the contract would spread from here. */
    record Named(UUID userId, String name) {

        Named {
            if (!name.matches("(?s).{1,100}")) {
                throw new IllegalArgumentException("name must have 1 to 100 characters");
            }
        }
    }

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
