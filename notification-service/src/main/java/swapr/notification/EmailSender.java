package swapr.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import swapr.messaging.EventLog;
import swapr.messaging.WorkQueue;
import swapr.notification.NotificationEvents.SendEmail;
import swapr.notification.Recipients.Known;

/**
 * Sends the e-mails. The mail server is talked to outside any transaction: however long it takes, no database connection
 * and no lock waits for it. So the e-mail may be out and the service dead before that is written down; then it goes out
 * once more, under the same Message-ID.
 */
@Component
class EmailSender {

    static final String QUEUE = "email-requests";

    private final Notifications notifications;
    private final Recipients recipients;
    private final JavaMailSender mail;
    private final EventLog eventLog;
    private final TransactionOperations transaction;

    EmailSender(
            Notifications notifications,
            Recipients recipients,
            JavaMailSender mail,
            EventLog eventLog,
            TransactionOperations transaction) {
        this.notifications = notifications;
        this.recipients = recipients;
        this.mail = mail;
        this.eventLog = eventLog;
        this.transaction = transaction;
    }

    /** @throws IllegalStateException when the mail server does not take it now; the work queue tries again later */
    @WorkQueue(value = "SendEmail", topic = QUEUE)
    void send(SendEmail command) {
        // Nothing to do when it is sent already, or cancelled because the person was erased. A notification and its
        // command
        // are committed together, so a command without one was not ours.
        notifications
                .findById(command.notificationId())
                .filter(Notification::isPending)
                .ifPresent(this::sendToRecipient);
    }

    private void sendToRecipient(Notification notification) {
        if (recipients.find(notification.userId()) instanceof Known recipient) {
            String former = notification.address();
            send(notification, former == null ? recipient : new Known(recipient.name(), former));
        }
    }

    private void send(Notification notification, Known recipient) {
        UUID id = notification.id();
        try {
            MimeMessage message = mail.createMimeMessage();
            Email.write(message, notification, recipient);
            mail.send(message);
            finish(id, Notification::sent);
        } catch (AddressException e) {
            finish(id, undeliverable -> undeliverable.failed("The address is not one"));
        } catch (MailSendException e) {
            if (!recipientRefused(e)) {
                throw trouble(e);
            }
            finish(id, refused -> refused.failed("The mail server refused the recipient"));
        } catch (MessagingException e) {
            throw new IllegalStateException("The e-mail could not be written", e);
        }
    }

    /**
     * Says what is wrong without the server's own words. They quote the address, which belongs into no log; and the
     * message of a failure, like that of its cause, travels on with a dead letter.
     */
    static IllegalStateException trouble(MailSendException failure) {
        String what = Arrays.stream(failure.getMessageExceptions())
                .map(NestedExceptionUtils::getMostSpecificCause)
                .map(root -> root.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        return new IllegalStateException("The mail server did not take the e-mail: " + what);
    }

    /** Writes down what became of the e-mail, once: two attempts may have run at the same time. */
    private void finish(UUID id, Function<Notification, NotificationEvents> outcome) {
        transaction.executeWithoutResult(status -> notifications
                .findByIdForUpdate(id)
                .filter(notification -> notification.version() == 0)
                .ifPresent(notification -> eventLog.append("notification:" + id, 0, outcome.apply(notification))));
    }

    /**
     * Whether the server refused the recipient's address for good (SMTP 5xx). Only that ends the matter: a 5xx to
     * anything else, such as the sender, is a fault in the set-up, and the e-mail goes out once that is put right.
     */
    private static boolean recipientRefused(MailSendException failure) {
        return Arrays.stream(failure.getMessageExceptions())
                .anyMatch(e -> e instanceof SendFailedException refused
                        && refused.getInvalidAddresses() != null
                        && refused.getInvalidAddresses().length > 0);
    }
}
