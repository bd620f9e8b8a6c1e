package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/**
 * Writes to the new address from now on, including e-mails already requested: it is looked up when they are sent. Tells
 * both the old and the new address of the change, because a change that the person did not make is seen at the old one.
 */
@Component
class WhenUserProfileChanged {

    record UserProfileChanged(UUID userId, String name, String email) {}

    private static final String SUBJECT = "Your e-mail address was changed";

    private final Recipients recipients;
    private final Notifier notifier;

    WhenUserProfileChanged(Recipients recipients, Notifier notifier) {
        this.recipients = recipients;
        this.notifier = notifier;
    }

    @When(value = "UserProfileChanged", topic = "user-events")
    void learnTheNewAddress(Envelope<UserProfileChanged> event) {
        UserProfileChanged user = event.payload();
        recipients
                .put(user.userId(), user.name(), user.email(), event.aggregateVersion())
                .filter(before -> !before.equals(user.email()))
                .ifPresent(before -> tellBoth(event, before));
    }

    private void tellBoth(Envelope<UserProfileChanged> event, String formerAddress) {
        UUID userId = event.payload().userId();
        notifier.tellAt(
                formerAddress,
                userId,
                NotificationType.EMAIL_REMOVED,
                event,
                Message.of(
                        SUBJECT,
                        "Your account has another e-mail address now. Swapr does not write to this one any more.",
                        "If you did not change it, somebody else knows your password. Tell an operator of Swapr."));
        notifier.notifyUser(
                userId,
                NotificationType.EMAIL_CHANGED,
                event,
                Message.of(
                        SUBJECT,
                        "Swapr writes to this address from now on.",
                        "If you did not change it, sign in, change your password, and set your own address again."));
    }
}
