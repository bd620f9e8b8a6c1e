package swapr.notification;

import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;

/**
 * Sends e-mails over connections that stay open for some seconds, because a new connection for each e-mail costs more
 * than the e-mail. There are never more connections than e-mails that were sent at the same time.
 */
@Component
class MailConnections implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MailConnections.class);

    /** A connection that was idle for longer is checked before its next use, because the server may have closed it. */
    private static final Duration TRUSTED = Duration.ofSeconds(1);

    /** An older connection is replaced. So a mail server that moved to another address is found soon. */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    private record Open(Transport connection, long since, long lastUse) {

        boolean isUsable() {
            long now = System.nanoTime();
            return now - since < MAX_AGE.toNanos() && (now - lastUse < TRUSTED.toNanos() || connection.isConnected());
        }
    }

    private final JavaMailSenderImpl mail;
    private final Deque<Open> idle = new ConcurrentLinkedDeque<>();

    MailConnections(JavaMailSenderImpl mail) {
        this.mail = mail;
    }

    MimeMessage newMessage() {
        return mail.createMimeMessage();
    }

    /**
     * Sends a complete message.
     *
     * @throws jakarta.mail.SendFailedException if the server refused the sender, the recipient or the text
     * @throws MessagingException if the server does not answer, or the connection breaks; the server may have accepted
     *     the e-mail then
     */
    void send(MimeMessage message) throws MessagingException {
        Open open = take();
        try {
            open.connection().sendMessage(message, message.getAllRecipients());
        } catch (MessagingException e) {
            close(open.connection());
            close(); // a server that fails once has probably closed all of them
            throw e;
        }
        idle.push(new Open(open.connection(), open.since(), System.nanoTime()));
    }

    private Open take() throws MessagingException {
        for (Open kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isUsable()) {
                return kept;
            }
            close(kept.connection());
        }
        Transport connection = mail.getSession().getTransport("smtp");
        connection.connect(mail.getHost(), mail.getPort(), mail.getUsername(), mail.getPassword());
        return new Open(connection, System.nanoTime(), System.nanoTime());
    }

    /** Closes all idle connections. The next e-mail opens a new one. */
    @Override
    public void close() {
        for (Open kept = idle.poll(); kept != null; kept = idle.poll()) {
            close(kept.connection());
        }
    }

    private static void close(Transport connection) {
        try {
            connection.close();
        } catch (MessagingException e) {
            log.debug("A connection to the mail server was broken when it was closed", e);
        }
    }
}
