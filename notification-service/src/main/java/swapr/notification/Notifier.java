package swapr.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;
import swapr.notification.Notification.Status;
import swapr.notification.NotificationEvents.SendEmail;
import swapr.notification.Recipients.Erased;
import swapr.notification.Recipients.Known;
import swapr.notification.Recipients.Unknown;

/** Tells people things: stores the notification and requests its e-mail. Runs in the transaction of a reaction. */
@Component
class Notifier {

    private final Notifications notifications;
    private final Recipients recipients;
    private final EventLog eventLog;

    Notifier(Notifications notifications, Recipients recipients, EventLog eventLog) {
        this.notifications = notifications;
        this.recipients = recipients;
        this.eventLog = eventLog;
    }

    /** Tells one person, by inbox and e-mail, what the event means to them. */
    void notifyUser(UUID userId, NotificationType kind, Envelope<?> because, Message message) {
        switch (recipients.lock(userId)) {
            case Known known -> store(userId, kind, because, message, Status.PENDING, null);
            case Unknown unknown -> store(userId, kind, because, message, Status.WAITING_FOR_ADDRESS, null);
            case Erased erased -> {} // nobody is there to be told
        }
    }

    /** The same with the e-mail to an address that is not the person's any more. */
    void tellAt(String address, UUID userId, NotificationType kind, Envelope<?> because, Message message) {
        if (!(recipients.lock(userId) instanceof Erased)) {
            store(userId, kind, because, message, Status.PENDING, address);
        }
    }

    /** The same without the e-mail. */
    void notifyInInboxOnly(UUID userId, NotificationType kind, Envelope<?> because, Message message) {
        if (!(recipients.lock(userId) instanceof Erased)) {
            store(userId, kind, because, message, Status.INBOX_ONLY, null);
        }
    }

    /** A person's address has become known: the e-mails that were waiting for it can go out. */
    void addressKnown(UUID userId) {
        for (Notification waiting : notifications.lockByUserIdAndStatus(userId, Status.WAITING_FOR_ADDRESS)) {
            waiting.request();
            requestEmail(waiting.id());
        }
    }

    private void store(
            UUID userId,
            NotificationType kind,
            Envelope<?> because,
            Message message,
            Status status,
            @Nullable String address) {
        UUID id = idOf(because, kind);
        if (notifications.findById(id).isPresent()) {
            return;
        }
        notifications.save(new Notification(
                id, userId, kind, message, status, address, because.timestamp(), because.correlationId()));
        if (status == Status.PENDING) {
            requestEmail(id);
        }
    }

    /**
     * The id follows from the event and the kind (RFC 9562, version 5): even when the inbox of processed events is
     * emptied and all topics are replayed, nobody is told the same thing twice.
     */
    private static UUID idOf(Envelope<?> because, NotificationType kind) {
        return UuidCreator.getNameBasedSha1(because.eventId(), kind.name());
    }

    private void requestEmail(UUID notificationId) {
        eventLog.append("email:" + notificationId, 0, new SendEmail(notificationId));
    }
}
