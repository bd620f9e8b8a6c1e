package swapr.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
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
        Notification notification = notifications
                .findById(command.notificationId())
                .orElseThrow(() -> new IllegalStateException("There is no notification " + command.notificationId()));
        // Nothing to do when it is sent already, or cancelled because the person was erased.
        if (notification.isPending() && recipients.find(notification.userId()) instanceof Known recipient) {
            send(notification, recipient);
        }
    }

    private void send(Notification notification, Known recipient) {
        UUID id = notification.getId();
        try {
            MimeMessage message = mail.createMimeMessage();
            Email.write(message, notification, recipient);
            mail.send(message);
            finish(id, Notification::sent);
        } catch (AddressException e) {
            finish(id, undeliverable -> undeliverable.failed("The address is not one"));
        } catch (MailSendException e) {
            int reply = replyToRecipient(e);
            if (reply < 500) {
                throw trouble(e);
            }
            finish(id, refused -> refused.failed("The mail server refused the recipient (SMTP " + reply + ")"));
        } catch (MessagingException e) {
            throw new IllegalStateException("The e-mail could not be written", e);
        }
    }

    /**
     * Says what is wrong without the server's own words: they quote the address, and the message of a failure, like
     * that of its cause, travels on with a dead letter. Suppressed, they stay in this service's log.
     */
    private static IllegalStateException trouble(MailSendException failure) {
        String what = Arrays.stream(failure.getMessageExceptions())
                .map(NestedExceptionUtils::getMostSpecificCause)
                .map(root -> root.getClass().getSimpleName())
                .collect(Collectors.joining(", "));
        var trouble = new IllegalStateException("The mail server did not take the e-mail: " + what);
        trouble.addSuppressed(failure);
        return trouble;
    }

    /** Writes down what became of the e-mail, once: two attempts may have run at the same time. */
    private void finish(UUID id, Function<Notification, NotificationEvents> outcome) {
        transaction.executeWithoutResult(status -> notifications
                .lockById(id)
                .filter(notification -> notification.version() == 0)
                .ifPresent(notification -> eventLog.append("notification:" + id, 0, outcome.apply(notification))));
    }

    /**
     * The SMTP code the server answered the recipient's address with, 0 when it never came to that. Only this answer
     * may end the matter: a 5xx to anything else (no login, no relaying) is a fault in the set-up, not in the address.
     */
    private static int replyToRecipient(MailSendException failure) {
        for (Exception refused : failure.getMessageExceptions()) {
            for (Exception e = refused; e instanceof MessagingException some; e = some.getNextException()) {
                if (e instanceof SMTPAddressFailedException address) {
                    return address.getReturnCode();
                }
            }
        }
        return 0;
    }
}
