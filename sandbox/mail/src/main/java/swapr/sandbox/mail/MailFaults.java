package swapr.sandbox.mail;

import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import swapr.sandbox.http.Refused;
import tools.jackson.databind.JsonNode;

/**
 * The faults of the mail server, in the format of Mailpit: {@code {"Recipient": {"ErrorCode": 451, "Probability":
 * 100}}} refuses each e-mail.
 *
 * @param probability the refused part of the e-mails, in percent
 */
record MailFaults(int probability) {

    static final MailFaults NONE = new MailFaults(0);

    /** GreenMail has this answer to all failures. The sender tries again later. */
    private static final int ERROR_CODE = 451;

    static MailFaults of(JsonNode wire) {
        int probability = wire.at("/Recipient/Probability").asInt(-1);
        if (probability < 0 || probability > 100) {
            throw new Refused(400, "Recipient.Probability must be a number from 0 to 100");
        }
        return new MailFaults(probability);
    }

    Map<String, Object> wire() {
        return Map.of("Recipient", Map.of("ErrorCode", ERROR_CODE, "Probability", probability));
    }

    /** @throws MessagingException if this e-mail is refused */
    void refuse() throws MessagingException {
        if (ThreadLocalRandom.current().nextInt(100) < probability) {
            throw new MessagingException("refused, because the fault mode wants it");
        }
    }
}
