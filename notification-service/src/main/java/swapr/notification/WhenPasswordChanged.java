package swapr.notification;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.When;

/** Notifies the user of a new password, because another person may have changed it. */
@Component
class WhenPasswordChanged {

    record PasswordChanged(UUID userId) {}

    private final Notifier notifier;

    WhenPasswordChanged(Notifier notifier) {
        this.notifier = notifier;
    }

    @When(value = "PasswordChanged", topic = "user-events")
    void notifyTheUser(Envelope<PasswordChanged> event) {
        notifier.notifyUser(
                event.payload().userId(),
                NotificationType.PASSWORD_CHANGED,
                event,
                Message.of(
                        "Your password was changed",
                        "You are signed out everywhere. Sign in with the new password.",
                        "If you did not change it, another person knows your password. Contact an operator of Swapr."));
    }
}
