package swapr.sandbox.mail;

import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A received e-mail with its parts. */
record Mail(
        UUID id,
        String messageId,
        List<Person> from,
        List<Person> to,
        String subject,
        Instant received,
        String text,
        String html,
        int size) {

    record Person(String name, String address) {

        static List<Person> of(Address @Nullable [] addresses) {
            return addresses == null
                    ? List.of()
                    : Arrays.stream(addresses)
                            .filter(InternetAddress.class::isInstance)
                            .map(InternetAddress.class::cast)
                            .map(a -> new Person(a.getPersonal() == null ? "" : a.getPersonal(), a.getAddress()))
                            .toList();
        }

        boolean matches(String words) {
            return Mail.contains(name, words) || Mail.contains(address, words);
        }
    }

    static Mail of(MimeMessage message, Instant received) throws MessagingException, IOException {
        var messageId = message.getMessageID();
        return new Mail(
                UUID.randomUUID(),
                messageId == null ? "" : messageId.replaceAll("^<|>$", ""),
                Person.of(message.getFrom()),
                Person.of(message.getRecipients(RecipientType.TO)),
                message.getSubject() == null ? "" : message.getSubject(),
                received,
                find(message, "text/plain"),
                find(message, "text/html"),
                Math.max(0, message.getSize()));
    }

    /** The same e-mail with shared objects for its sender and its recipients. */
    Mail sharing(UnaryOperator<Person> shared) {
        return new Mail(
                id,
                messageId,
                from.stream().map(shared).toList(),
                to.stream().map(shared).toList(),
                subject,
                received,
                text,
                html,
                size);
    }

    Mail withoutBody() {
        return new Mail(id, messageId, from, to, subject, received, "", "", size);
    }

    private static String find(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type) && part.getContent() instanceof String content) {
            return content;
        }
        if (part.getContent() instanceof Multipart parts) {
            for (var i = 0; i < parts.getCount(); i++) {
                var found = find(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }

    /** Matches a search term: {@code to:}, {@code from:}, {@code subject:}, {@code message-id:}, or words anywhere. */
    boolean matches(String term) {
        var colon = term.indexOf(':');
        var words = term.substring(colon + 1);
        return switch (colon < 0 ? "" : term.substring(0, colon)) {
            case "to" -> to.stream().anyMatch(person -> person.matches(words));
            case "from" -> from.stream().anyMatch(person -> person.matches(words));
            case "subject" -> contains(subject, words);
            case "message-id" -> contains(messageId, words);
            default -> contains(subject, term) || contains(text, term) || contains(html, term);
        };
    }

    private static boolean contains(String text, String words) {
        return text.toLowerCase(java.util.Locale.ROOT).contains(words.toLowerCase(java.util.Locale.ROOT));
    }
}
