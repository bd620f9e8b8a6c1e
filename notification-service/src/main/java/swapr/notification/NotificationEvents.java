package swapr.notification;

import java.util.UUID;
import swapr.messaging.EventType;

/** The messages that this service publishes. None contains an e-mail address; addresses are in user-events only. */
sealed interface NotificationEvents {

    /** The mail server has accepted the e-mail. */
    @EventType(value = "NotificationSent", version = 2)
    record NotificationSent(UUID notificationId, UUID userId, NotificationType kind, String subject)
            implements NotificationEvents {}

    /** The e-mail can never be delivered, and the service does not try again. */
    @EventType(value = "NotificationFailed", version = 2)
    record NotificationFailed(UUID notificationId, UUID userId, NotificationType kind, String reason)
            implements NotificationEvents {}

    /** The command to send one notification's e-mail. This service sends it to itself, so that it survives a crash. */
    @EventType(value = "SendEmail", topic = EmailSender.QUEUE)
    record SendEmail(UUID notificationId) implements NotificationEvents {}
}
