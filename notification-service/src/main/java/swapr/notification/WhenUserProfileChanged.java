package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Writes to the new address from now on, including e-mails already requested: it is looked up when they are sent. */
@Component
class WhenUserProfileChanged {

    record UserProfileChanged(UUID userId, String name, String email) {}

    private final Recipients recipients;

    WhenUserProfileChanged(Recipients recipients) {
        this.recipients = recipients;
    }

    @When(value = "UserProfileChanged", topic = "user-events")
    void learnTheNewAddress(Envelope<UserProfileChanged> event) {
        UserProfileChanged user = event.payload();
        recipients.put(user.userId(), user.name(), user.email(), event.aggregateVersion());
    }
}
