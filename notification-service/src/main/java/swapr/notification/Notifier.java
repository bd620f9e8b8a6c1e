package swapr.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import swapr.messaging.Envelope;
import swapr.messaging.EventLog;
import swapr.notification.Notification.Status;
import swapr.notification.NotificationEvents.SendEmail;
import swapr.notification.Recipients.Erased;
import swapr.notification.Recipients.Known;
import swapr.notification.Recipients.Unknown;

/** Notifies users: stores a notification and requests its e-mail. Runs in the transaction of a reaction. */
@Component
class Notifier {

    private final Notifications notifications;
    private final Recipients recipients;
    private final JdbcClient jdbc;
    private final EventLog eventLog;

    Notifier(Notifications notifications, Recipients recipients, JdbcClient jdbc, EventLog eventLog) {
        this.notifications = notifications;
        this.recipients = recipients;
        this.jdbc = jdbc;
        this.eventLog = eventLog;
    }

    /** Notifies one user of an event, in the inbox and by e-mail. */
    void notifyUser(UUID userId, NotificationType kind, Envelope<?> event, Message message) {
        switch (recipients.findForShare(userId)) {
            case Known known -> store(userId, kind, event, message, Status.PENDING, null);
            case Unknown unknown -> store(userId, kind, event, message, Status.WAITING_FOR_ADDRESS, null);
            case Erased erased -> {} // an erased user gets no notification
        }
    }

    /** Notifies one user, with the e-mail to an address that the user had before. */
    void notifyAtAddress(String address, UUID userId, NotificationType kind, Envelope<?> event, Message message) {
        if (!(recipients.findForShare(userId) instanceof Erased)) {
            store(userId, kind, event, message, Status.PENDING, address);
        }
    }

    /** Notifies one user without an e-mail. */
    void notifyInInboxOnly(UUID userId, NotificationType kind, Envelope<?> event, Message message) {
        if (!(recipients.findForShare(userId) instanceof Erased)) {
            store(userId, kind, event, message, Status.INBOX_ONLY, null);
        }
    }

    /** Requests the e-mails that waited for the user's address. */
    void addressKnown(UUID userId) {
        for (Notification waiting : notifications.findByUserIdAndStatusForUpdate(userId, Status.WAITING_FOR_ADDRESS)) {
            waiting.request();
            requestEmail(waiting.id());
        }
    }

    private void store(
            UUID userId,
            NotificationType kind,
            Envelope<?> event,
            Message message,
            Status status,
            @Nullable String address) {
        UUID id = idOf(event, kind);
        boolean isNew = jdbc.sql("""
                        insert into notifications (id, user_id, kind, subject, text, status, address, created_at,
                                                   correlation_id, version)
                        values (:id, :user, :kind, :subject, :text, :status, :address, :createdAt, :correlation, 0)
                        on conflict do nothing""")
                        .param("id", id)
                        .param("user", userId)
                        .param("kind", kind.name())
                        .param("subject", message.subject())
                        .param("text", message.text())
                        .param("status", status.name())
                        .param("address", address)
                        .param("createdAt", event.timestamp().atOffset(ZoneOffset.UTC))
                        .param("correlation", event.correlationId())
                        .update()
                == 1;
        if (isNew && status == Status.PENDING) {
            requestEmail(id);
        }
    }

    /**
     * Computes the id from the event and the type. Even if the inbox of processed events is emptied and all topics are
     * replayed, no user gets the same notification twice.
     *
     * <p>The first 48 bits are the time of the event in milliseconds, and the others are a hash (RFC 9562, version 8).
     * So the ids sort by time, and an insert needs only the newest pages of an index, however many notifications there
     * are.
     */
    static UUID idOf(Envelope<?> event, NotificationType kind) {
        UUID hash = UuidCreator.getNameBasedSha1(event.eventId(), kind.name());
        long time = event.timestamp().toEpochMilli();
        long random = hash.getMostSignificantBits() & 0xFFF;
        return new UUID((time << 16) | 0x8000 | random, hash.getLeastSignificantBits());
    }

    private void requestEmail(UUID notificationId) {
        eventLog.append("email:" + notificationId, 0, new SendEmail(notificationId));
    }
}
