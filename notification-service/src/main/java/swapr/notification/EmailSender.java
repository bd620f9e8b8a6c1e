package swapr.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import swapr.messaging.EventLog;
import swapr.messaging.WorkQueue;
import swapr.notification.NotificationEvents.SendEmail;

/**
 * Sends e-mails outside any transaction, so that a slow mail server holds no database connection and no lock. If the
 * service crashes after the mail server accepted an e-mail, the result may not be stored. Then the e-mail is sent once
 * more, with the same Message-ID.
 */
@Component
class EmailSender {

    static final String QUEUE = "email-requests";

    private final Recipients recipients;
    private final MailConnections mail;
    private final Notifications notifications;
    private final EventLog eventLog;

    EmailSender(Recipients recipients, MailConnections mail, Notifications notifications, EventLog eventLog) {
        this.recipients = recipients;
        this.mail = mail;
        this.notifications = notifications;
        this.eventLog = eventLog;
    }

    /**
     * Sends the e-mail and returns its outcome, which is stored together with the note of the command.
     *
     * @throws IllegalStateException if the mail server does not accept the e-mail now; the work queue tries again
     */
    @WorkQueue(value = "SendEmail", topic = QUEUE)
    Runnable send(SendEmail command) {
        // Nothing is left to do if the e-mail is sent, or canceled because the user was erased. A notification and its
        // command are committed together, so a command without a notification is not from this service.
        return recipients
                .findPendingEmail(command.notificationId())
                .map(this::send)
                .orElse(() -> {});
    }

    private Runnable send(PendingEmail email) {
        UUID id = email.notificationId();
        try {
            MimeMessage message = mail.newMessage();
            Email.write(message, email);
            mail.send(message);
            return () -> finish(id, Notification::sent);
        } catch (AddressException e) {
            return () -> finish(id, invalid -> invalid.failed("The address is not an e-mail address"));
        } catch (MessagingException e) {
            if (!recipientRefused(e)) {
                throw trouble(e);
            }
            return () -> finish(id, refused -> refused.failed("The mail server refused the recipient"));
        }
    }

    /**
     * Describes the failure without the server's text, because the text quotes the address. Logs must not contain
     * addresses, and a dead letter stores the messages of a failure and of its cause.
     */
    static IllegalStateException trouble(MessagingException failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return new IllegalStateException(
                "The mail server did not accept the e-mail: " + root.getClass().getSimpleName());
    }

    /** Stores the outcome of the e-mail once, because two attempts may run at the same time. */
    private void finish(UUID id, Function<Notification, List<NotificationEvents>> outcome) {
        notifications
                .findByIdForUpdate(id)
                .filter(notification -> notification.version() == 0)
                .ifPresent(notification -> eventLog.append(notification, outcome.apply(notification)));
    }

    /**
     * Returns true if the server refused the recipient's address permanently (SMTP 5xx). Only such an e-mail gets no
     * more attempts. A 5xx for another reason, such as the sender, is a configuration error. After its correction, the
     * e-mail is sent.
     */
    private static boolean recipientRefused(MessagingException failure) {
        return failure instanceof SendFailedException refused
                && refused.getInvalidAddresses() != null
                && refused.getInvalidAddresses().length > 0;
    }
}
