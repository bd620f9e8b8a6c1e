package swapr.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Finds received e-mails on the mail server. */
final class MailBox {

    private final Api mail;

    MailBox(String url) {
        mail = new Api(url);
    }

    /** Waits for the e-mail to this address with this subject. It must have a text part and an HTML part. */
    JsonNode await(String address, String subject, Duration atMost) {
        var query = URLEncoder.encode("to:%s subject:\"%s\"".formatted(address, subject), StandardCharsets.UTF_8);
        var found = new AtomicReference<JsonNode>();
        OsProcess.await(atMost, () -> {
            var messages = mail.get("/api/v1/search?query=" + query, null)
                    .expecting(200)
                    .body()
                    .path("messages");
            found.set(messages.path(0));
            return !messages.isEmpty();
        });
        if (found.get().isMissingNode()) {
            throw new DemoAssertionError(
                    "no e-mail \"%s\" to %s within %d s".formatted(subject, address, atMost.toSeconds()));
        }
        var message = mail.get("/api/v1/message/" + found.get().path("ID").asString(""), null)
                .expecting(200)
                .body();
        if (message.path("Text").asString("").isBlank()
                || message.path("HTML").asString("").isBlank()) {
            throw new DemoAssertionError(
                    "the e-mail \"%s\" does not have both a text and an HTML part".formatted(subject));
        }
        return message;
    }
}
