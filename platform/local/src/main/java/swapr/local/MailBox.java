package swapr.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** What arrived by e-mail, asked of the mail server. */
final class MailBox {

    private final Api mail;

    MailBox(String url) {
        mail = new Api(url);
    }

    /** The message to this person with this subject, and both its parts. */
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
            throw new DemoAssertionError("the e-mail \"%s\" has not both a text and an HTML part".formatted(subject));
        }
        return message;
    }
}
