package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/**
 * Stores the new address. Requested e-mails go there, too, because the address is read when an e-mail is sent. Both
 * addresses get a notification. If another person changed the address, the user sees it at the old address.
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
    void storeTheNewAddress(Envelope<UserProfileChanged> event) {
        UserProfileChanged user = event.payload();
        recipients
                .put(user.userId(), user.name(), user.email(), event.aggregateVersion())
                .filter(previous -> !previous.equals(user.email()))
                .ifPresent(previous -> notifyBothAddresses(event, previous));
    }

    private void notifyBothAddresses(Envelope<UserProfileChanged> event, String formerAddress) {
        UUID userId = event.payload().userId();
        notifier.notifyAtAddress(
                formerAddress,
                userId,
                NotificationType.EMAIL_REMOVED,
                event,
                Message.of(
                        SUBJECT,
                        "Your account has another e-mail address now. Swapr does not write to this one any more.",
                        "If you did not change it, another person knows your password. Contact an operator of Swapr."));
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
