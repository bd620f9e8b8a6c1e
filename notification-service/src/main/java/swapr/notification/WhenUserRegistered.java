package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Stores the user's address and requests the e-mails that waited for it. */
@Component
class WhenUserRegistered {

    record UserRegistered(UUID userId, String name, String email) {}

    private final Recipients recipients;
    private final Notifier notifier;

    WhenUserRegistered(Recipients recipients, Notifier notifier) {
        this.recipients = recipients;
        this.notifier = notifier;
    }

    @When(value = "UserRegistered", topic = "user-events")
    void storeTheAddress(Envelope<UserRegistered> event) {
        UserRegistered user = event.payload();
        recipients.put(user.userId(), user.name(), user.email(), event.aggregateVersion());
        notifier.addressKnown(user.userId());
    }
}
