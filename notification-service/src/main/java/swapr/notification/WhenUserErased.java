package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;

/** Deletes the user's address and the texts of all notifications. E-mails that are not sent yet are canceled. */
@Component
class WhenUserErased {

    record UserErased(UUID userId) {}

    private final Recipients recipients;
    private final Notifications notifications;

    WhenUserErased(Recipients recipients, Notifications notifications) {
        this.recipients = recipients;
        this.notifications = notifications;
    }

    @When(value = "UserErased", topic = "user-events")
    void forget(UserErased event) {
        recipients.erase(event.userId());
        notifications.erase(event.userId());
    }
}
