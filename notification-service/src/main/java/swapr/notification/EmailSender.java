package swapr.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;
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
 * Sends e-mails outside any transaction, so that a slow mail server holds no database connection and no lock. If the
 * service crashes after the mail server accepted an e-mail, the result may not be stored. Then the e-mail is sent once
 * more, with the same Message-ID.
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

    /** @throws IllegalStateException if the mail server does not accept the e-mail now; the work queue tries again */
    @WorkQueue(value = "SendEmail", topic = QUEUE)
    void send(SendEmail command) {
        // Nothing is left to do if the e-mail is sent, or canceled because the user was erased. A notification and its
        // command are committed together, so a command without a notification is not from this service.
        notifications
                .findById(command.notificationId())
                .filter(Notification::isPending)
                .ifPresent(this::sendToRecipient);
    }

    private void sendToRecipient(Notification notification) {
        if (recipients.find(notification.userId()) instanceof Known recipient) {
            String formerAddress = notification.address();
            send(notification, formerAddress == null ? recipient : new Known(recipient.name(), formerAddress));
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
            finish(id, undeliverable -> undeliverable.failed("The address is not an e-mail address"));
        } catch (MailSendException e) {
            if (!recipientRefused(e)) {
                throw trouble(e);
            }
            finish(id, refused -> refused.failed("The mail server refused the recipient"));
        } catch (MessagingException e) {
            throw new IllegalStateException("The e-mail could not be composed", e);
        }
    }

    /**
     * Describes the failure without the server's text, because the text quotes the address. Logs must not contain
     * addresses, and a dead letter stores the messages of a failure and of its cause.
     */
    static IllegalStateException trouble(MailSendException failure) {
        String causes = Arrays.stream(failure.getMessageExceptions())
                .map(NestedExceptionUtils::getMostSpecificCause)
                .map(root -> root.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        return new IllegalStateException("The mail server did not accept the e-mail: " + causes);
    }

    /** Stores the outcome of the e-mail once, because two attempts may run at the same time. */
    private void finish(UUID id, Function<Notification, List<NotificationEvents>> outcome) {
        transaction.executeWithoutResult(status -> notifications
                .findByIdForUpdate(id)
                .filter(notification -> notification.version() == 0)
                .ifPresent(notification -> eventLog.append(notification, outcome.apply(notification))));
    }

    /**
     * Returns true if the server refused the recipient's address permanently (SMTP 5xx). Only such an e-mail gets no
     * more attempts. A 5xx for another reason, such as the sender, is a configuration error. After its correction, the
     * e-mail is sent.
     */
    private static boolean recipientRefused(MailSendException failure) {
        return Arrays.stream(failure.getMessageExceptions())
                .anyMatch(e -> e instanceof SendFailedException refused
                        && refused.getInvalidAddresses() != null
                        && refused.getInvalidAddresses().length > 0);
    }
}
