package swapr.notification;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.messaging.Aggregate;
import swapr.notification.NotificationEvents.NotificationFailed;
import swapr.notification.NotificationEvents.NotificationSent;

/** A notification to one user, with the status of its e-mail. Only the methods of this class change it. */
@Entity
@Table(name = "notifications")
class Notification implements Aggregate {

    enum Status {
        /** The address is not known yet, because events of different topics have no common order. */
        WAITING_FOR_ADDRESS,
        /** The e-mail is requested, but not sent yet. */
        PENDING,
        SENT,
        FAILED,
        /** The user was erased before the e-mail was sent. */
        CANCELLED,
        /** The notification is in the inbox only. It has no e-mail. */
        INBOX_ONLY
    }

    @Id
    private UUID id;

    private UUID userId;

    @Enumerated(EnumType.STRING)
    private NotificationType kind;

    private String subject;
    private String text;

    @Enumerated(EnumType.STRING)
    private Status status;

    /** The address of the e-mail. Null means the address that the user has when the e-mail is sent. */
    @SuppressWarnings("UnusedVariable") // Recipients.findPendingEmail reads the column
    private @Nullable String address;

    private Instant createdAt;
    private String correlationId;

    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Notification() {} // for JPA; Notifier inserts the row

    /** Marks the e-mail as requested, because the address is known now. */
    void request() {
        status = Status.PENDING;
    }

    /** Marks the e-mail as sent, even if the user was erased while the mail server accepted it. */
    List<NotificationEvents> sent() {
        status = Status.SENT;
        address = null;
        return List.of(new NotificationSent(id, userId, kind, subject));
    }

    List<NotificationEvents> failed(String reason) {
        status = Status.FAILED;
        address = null;
        return List.of(new NotificationFailed(id, userId, kind, reason));
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    NotificationType kind() {
        return kind;
    }

    Message message() {
        return new Message(subject, text);
    }

    Status status() {
        return status;
    }

    Instant createdAt() {
        return createdAt;
    }

    String correlationId() {
        return correlationId;
    }

    @Override
    public String aggregateId() {
        return "notification:" + id;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public void setVersion(long version) {
        this.version = version;
    }
}
