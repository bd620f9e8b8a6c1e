package swapr.notification;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.notification.NotificationEvents.NotificationFailed;
import swapr.notification.NotificationEvents.NotificationSent;

/** One thing one person was told, and how far its e-mail has got. Every change of it happens in one of its methods. */
@Entity
@Table(name = "notifications")
class Notification {

    enum Status {
        /** The person is known to exist, the address is not yet: topics are not ordered against each other. */
        WAITING_FOR_ADDRESS,
        /** The e-mail is requested and not yet sent. */
        PENDING,
        SENT,
        FAILED,
        /** The person was erased before the e-mail went out. */
        CANCELLED,
        /** Shown in the inbox and nowhere else. */
        INBOX_ONLY
    }

    private static final String ERASED = "(erased)";

    @Id
    private UUID id;

    private UUID userId;

    @Enumerated(EnumType.STRING)
    private NotificationType kind;

    private String subject;
    private String text;

    @Enumerated(EnumType.STRING)
    private Status status;

    /** Where the e-mail goes; null means to the person's address of the day it is sent. */
    private @Nullable String address;

    private Instant createdAt;
    private String correlationId;

    /** Counts the events of this aggregate. */
    private long version;

    @SuppressWarnings("NullAway.Init")
    protected Notification() {} // for JPA

    Notification(
            UUID id,
            UUID userId,
            NotificationType kind,
            Message message,
            Status status,
            @Nullable String address,
            Instant createdAt,
            String correlationId) {
        this.id = id;
        this.userId = userId;
        this.kind = kind;
        this.subject = message.subject();
        this.text = message.text();
        this.status = status;
        this.address = address;
        this.createdAt = createdAt;
        this.correlationId = correlationId;
    }

    /** The address has become known: from now on the e-mail is requested. */
    void request() {
        status = Status.PENDING;
    }

    /** True while the e-mail still has to go out. */
    boolean isPending() {
        return status == Status.PENDING;
    }

    /** Sent is sent, even when the person was erased while the mail server was taking the e-mail. */
    NotificationSent sent() {
        status = Status.SENT;
        address = null;
        version++;
        return new NotificationSent(id, userId, kind, subject);
    }

    NotificationFailed failed(String reason) {
        status = Status.FAILED;
        address = null;
        version++;
        return new NotificationFailed(id, userId, kind, reason);
    }

    /** Forgets what was said; an e-mail not yet sent never will be. */
    void erase() {
        subject = ERASED;
        text = ERASED;
        address = null;
        if (status == Status.PENDING || status == Status.WAITING_FOR_ADDRESS) {
            status = Status.CANCELLED;
        }
    }

    UUID id() {
        return id;
    }

    /** Where the e-mail goes when not to the person's own address; forgotten as soon as it is not needed any more. */
    @Nullable
    String address() {
        return address;
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

    long version() {
        return version;
    }
}
