package swapr.notification;

import java.util.UUID;
import swapr.messaging.EventType;

/** What this service publishes. None of it carries an e-mail address: those travel in user-events only. */
sealed interface NotificationEvents {

    /** The mail server has taken the e-mail. */
    @EventType(value = "NotificationSent", version = 2)
    record NotificationSent(UUID notificationId, UUID userId, NotificationType kind, String subject)
            implements NotificationEvents {}

    /** The e-mail can never be delivered; nobody tries again. */
    @EventType(value = "NotificationFailed", version = 2)
    record NotificationFailed(UUID notificationId, UUID userId, NotificationType kind, String reason)
            implements NotificationEvents {}

    /** The command to send one notification's e-mail; this service gives it to itself, so that it outlives a crash. */
    @EventType(value = "SendEmail", topic = EmailSender.QUEUE)
    record SendEmail(UUID notificationId) implements NotificationEvents {}
}
