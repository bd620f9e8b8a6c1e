package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;

/** Learns an address, and sends what was waiting for it. */
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
    void learnTheAddress(UserRegistered event) {
        recipients.put(event.userId(), event.name(), event.email());
        notifier.addressKnown(event.userId());
    }
}
