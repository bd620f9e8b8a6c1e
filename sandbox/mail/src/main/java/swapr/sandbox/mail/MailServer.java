package swapr.sandbox.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.StreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.angus.mail.util.MailStreamProvider;
import swapr.sandbox.http.AllowedHosts;
import swapr.sandbox.http.Environment;
import swapr.sandbox.http.JsonHttpServer;

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
    private final MailApi api = new MailApi(inbox);
    private final Set<MimeMessage> seen = Collections.newSetFromMap(new WeakHashMap<>());
    private final GreenMail smtp;
    private final JsonHttpServer http;

    MailServer(String bind, int smtpPort, int httpPort) {
        this(bind, smtpPort, httpPort, AllowedHosts.loopbackAnd(""));
    }

    private MailServer(String bind, int smtpPort, int httpPort, AllowedHosts hosts) {
        smtp = new GreenMail(new ServerSetup(smtpPort, bind, ServerSetup.PROTOCOL_SMTP));
        smtp.getUserManager().setMessageDeliveryHandler((message, recipient) -> {
            api.delay().pause(smtp.getManagers().getSmtpManager()); // GreenMail holds this lock
            return keep(message);
        });
        smtp.start();
        http = JsonHttpServer.serve(bind, httpPort, hosts, api::answer);
    }

    public static void main(String[] arguments) {
        // Otherwise Jakarta Mail searches all jars for this class several times per e-mail: 40 % of the processor time.
        System.setProperty(StreamProvider.class.getName(), MailStreamProvider.class.getName());
        var server = new MailServer(
                Environment.bind(),
                Environment.port("SWAPR_SMTP_PORT", 8088),
                Environment.port("SWAPR_MAIL_PORT", 8087),
                Environment.hosts());
        System.out.printf("Mail server: SMTP on port %d, page on port %d%n", server.smtpPort(), server.httpPort());
    }

    /** GreenMail calls this once per recipient. Its own store gets nothing, because it would only grow. */
    private synchronized GreenMailUser keep(MovingMessage moving) throws MessagingException {
        api.faults().refuse();
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
