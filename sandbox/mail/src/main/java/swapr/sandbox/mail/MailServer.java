package swapr.sandbox.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.AllowedHosts;
import swapr.sandbox.http.Answer;
import swapr.sandbox.http.Call;
import swapr.sandbox.http.Environment;
import swapr.sandbox.http.JsonHttpServer;
import swapr.sandbox.http.Refused;
import tools.jackson.databind.JsonNode;

/**
 * Receives every e-mail over real SMTP and delivers none. It shows the e-mails on a page at {@code /}, and offers the
 * part of Mailpit's API that we use. So the real Mailpit can replace it in containers. Only this server can be slow on
 * purpose ({@code PUT /faults}).
 *
 * <p>Environment: {@code SWAPR_SMTP_PORT} (8088), {@code SWAPR_MAIL_PORT} (8087), {@code SWAPR_BIND} (127.0.0.1),
 * {@code SWAPR_HOSTS} (more host names that it accepts).
 */
public final class MailServer implements AutoCloseable {

    private static final GreenMailUser NO_MAILBOX = (GreenMailUser) Proxy.newProxyInstance(
            MailServer.class.getClassLoader(),
            new Class<?>[] {GreenMailUser.class},
            (proxy, method, arguments) -> null);

    private final MailStore inbox = new MailStore();
    private volatile MailFaults faults = MailFaults.NONE;
    private final Set<MimeMessage> seen = Collections.newSetFromMap(new WeakHashMap<>());
    private final GreenMail smtp;
    private final JsonHttpServer http;
    private volatile MailDelay delay = MailDelay.NONE;

    MailServer(String bind, int smtpPort, int httpPort) {
        this(bind, smtpPort, httpPort, AllowedHosts.loopbackAnd(""));
    }

    private MailServer(String bind, int smtpPort, int httpPort, AllowedHosts hosts) {
        smtp = new GreenMail(new ServerSetup(smtpPort, bind, ServerSetup.PROTOCOL_SMTP));
        smtp.getUserManager().setMessageDeliveryHandler((message, recipient) -> {
            delay.pause(smtp.getManagers().getSmtpManager()); // GreenMail holds this lock
            return keep(message);
        });
        smtp.start();
        http = JsonHttpServer.serve(bind, httpPort, hosts, this::answer);
    }

    public static void main(String[] arguments) {
        var server = new MailServer(
                Environment.bind(),
                Environment.port("SWAPR_SMTP_PORT", 8088),
                Environment.port("SWAPR_MAIL_PORT", 8087),
                Environment.hosts());
        System.out.printf("Mail server: SMTP on port %d, page on port %d%n", server.smtpPort(), server.httpPort());
    }

    /** GreenMail calls this once per recipient. Its own store gets nothing, because it would only grow. */
    private synchronized GreenMailUser keep(MovingMessage moving) throws MessagingException {
        faults.refuse();
        var message = moving.getMessage();
        if (seen.add(message)) {
            try {
                inbox.add(Mail.of(message, Instant.now()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return NO_MAILBOX;
    }

    private Answer answer(Call call) {
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

    int smtpPort() {
        return smtp.getSmtp().getPort();
    }

    int httpPort() {
        return http.port();
    }

    @Override
    public void close() {
        http.close();
        smtp.stop();
    }
}
