package swapr.sandbox.mail;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.Answer;
import swapr.sandbox.http.Call;
import swapr.sandbox.http.Refused;
import tools.jackson.databind.JsonNode;

/** The page of the e-mails, the part of Mailpit's API that we use, and the settings of the faults. */
final class MailApi {

    private final MailStore inbox;
    private volatile MailFaults faults = MailFaults.NONE;
    private volatile MailDelay delay = MailDelay.NONE;

    MailApi(MailStore inbox) {
        this.inbox = inbox;
    }

    /** The faults that apply to the next e-mail. */
    MailFaults faults() {
        return faults;
    }

    /** The pause before the next e-mail. */
    MailDelay delay() {
        return delay;
    }

    Answer answer(Call call) {
        return switch (call.target()) {
            case "GET /" -> Answer.html(MailPage.list(inbox.all()), MailPage.POLICY);
            case "GET /style.css" -> new Answer(200, "text/css; charset=utf-8", MailPage.STYLE);
            case "GET /livez" -> new Answer(200, "text/plain", "ok");
            case "PUT /faults" -> {
                delay = call.read(MailDelay.class).valid();
                yield Answer.json(200, delay);
            }
            case "GET /api/v1/messages" -> page(call, "");
            case "GET /api/v1/info" ->
                Answer.json(200, Map.of("RuntimeStats", Map.of("SMTPAccepted", inbox.accepted())));
            case "GET /api/v1/search" -> page(call, call.query("query"));
            case "GET /api/v1/chaos" -> Answer.json(200, faults.wire());
            case "PUT /api/v1/chaos" -> {
                faults = MailFaults.of(call.read(JsonNode.class));
                yield Answer.json(200, faults.wire());
            }
            case "DELETE /api/v1/messages" -> {
                inbox.clear();
                yield new Answer(200, "text/plain", "ok");
            }
            default -> one(call);
        };
    }

    private Answer page(Call call, @Nullable String query) {
        if (query == null) {
            throw new Refused(400, "query is missing, such as query=to:ada@swapr.example");
        }
        var found = query.isBlank() ? inbox.all() : inbox.search(query);
        return Answer.json(200, inbox.page(found, number(call, "start", 0), number(call, "limit", 50)));
    }

    private Answer one(Call call) {
        var path = call.path();
        var mail = inbox.find(path.substring(path.lastIndexOf('/') + 1));
        if (call.target().startsWith("GET /api/v1/message/") && mail.isPresent()) {
            return Answer.json(200, MailStore.message(mail.get()));
        }
        if (call.target().startsWith("GET /view/") && mail.isPresent()) {
            return Answer.html(MailPage.message(mail.get()), MailPage.POLICY);
        }
        if (call.target().startsWith("GET /html/") && mail.isPresent()) {
            return Answer.html(mail.get().html(), MailPage.POLICY_OF_AN_EMAIL);
        }
        return Answer.json(404, Map.of("Error", "not found"));
    }

    private static int number(Call call, String name, int otherwise) {
        var value = call.query(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("\\d{1,6}")) {
            throw new Refused(400, name + " must be a number from 0 to 999999");
        }
        return Integer.parseInt(value);
    }
}
