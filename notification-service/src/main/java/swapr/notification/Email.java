package swapr.notification;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;
import swapr.notification.Recipients.Known;

/** Writes a notification as an e-mail, with the text in plain and in HTML form (RFC 2046, multipart/alternative). */
final class Email {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final String SENDER = "no-reply@swapr.example";
    private static final String FOOTER = "You get this e-mail because you trade on Swapr.";

    private Email() {}

    /** @throws AddressException if the recipient's address is not valid */
    static void write(MimeMessage mime, PendingEmail email) throws MessagingException {
        Message message = email.message();
        Known recipient = email.recipient();
        mime.setFrom(address(SENDER, "Swapr"));
        mime.setRecipient(RecipientType.TO, address(recipient.email(), Message.oneLine(recipient.name())));
        mime.setSubject(message.subject(), UTF_8);
        mime.setSentDate(Date.from(Instant.now()));
        mime.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: prevents out-of-office replies
        String greeting = "Hello %s,".formatted(Message.oneLine(recipient.name()));
        MimeBodyPart text = new MimeBodyPart();
        text.setText(greeting + "\n\n" + message.text() + "\n\n-- \n" + FOOTER + "\n", UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(message, greeting), UTF_8, "html");
        mime.setContent(new MimeMultipart("alternative", text, html));
        mime.saveChanges(); // sets another Message-ID
        // Each attempt has the same id. The e-mail arrives twice if the answer to the first attempt was lost, and a
        // mailbox can then show it once.
        mime.setHeader("Message-ID", "<" + email.notificationId() + "@swapr.local>");
    }

    private static InternetAddress address(String email, String name) throws MessagingException {
        if (email.chars().anyMatch(Character::isISOControl)) {
            throw new AddressException("The address has a control character"); // validate() allows it in quotes
        }
        try {
            InternetAddress address = new InternetAddress(email, name, UTF_8);
            address.validate();
            return address;
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is missing. Every Java runtime must support it.", e);
        }
    }

    /** Returns the HTML form. Text from users is escaped here and at no other place. */
    private static String html(Message message, String greeting) {
        String paragraphs = Stream.concat(
                        Stream.of(greeting), message.text().lines().filter(line -> !line.isEmpty()))
                .map(paragraph -> "<p>" + escape(paragraph) + "</p>\n")
                .collect(Collectors.joining());
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>%1$s</title></head>
                <body style="font-family: sans-serif; max-width: 36em; margin: 2em auto; line-height: 1.5">
                <h1 style="font-size: 1.3em">%1$s</h1>
                %2$s<p style="color: #767676; font-size: 0.85em">%3$s</p>
                </body>
                </html>
                """.formatted(escape(message.subject()), paragraphs, escape(FOOTER));
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, UTF_8);
    }
}
