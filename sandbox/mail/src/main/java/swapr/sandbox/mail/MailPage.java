package swapr.sandbox.mail;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The HTML pages of the mail server. The content of an e-mail is shown, never executed. */
final class MailPage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("d MMM HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** No script and no inline style. The one frame shows an e-mail's HTML. */
    static final String POLICY =
            "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'";

    /** An e-mail may have its own style. It runs nothing, loads nothing and has no origin. */
    static final String POLICY_OF_AN_EMAIL = "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'self'";

    static final String STYLE = """
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
            td, th { text-align: left; padding: .2rem 1rem .2rem 0 }
            pre { white-space: pre-wrap }
            iframe { width: 100%; height: 30rem; border: 1px solid #ccc }
            """;

    private MailPage() {}

    static String list(List<Mail> mails) {
        var rows = mails.stream()
                .limit(200)
                .map(mail -> "<tr><td>%s<td>%s<td><a href=\"/view/%s\">%s</a>"
                        .formatted(TIME.format(mail.received()), people(mail.to()), mail.id(), subject(mail)))
                .collect(Collectors.joining("\n"));
        return page(
                "Swapr's mail",
                "<h1>Swapr's mail</h1><p>%d e-mails, newest first. No e-mail leaves this machine.</p>"
                                .formatted(mails.size())
                        + "<table><tr><th>received<th>to<th>subject\n" + rows + "</table>");
    }

    static String message(Mail mail) {
        // The frame has no permissions: no scripts, no forms, no navigation.
        var html = mail.html().isEmpty()
                ? ""
                : "<h2>as HTML</h2><iframe sandbox=\"\" src=\"/html/%s\"></iframe>".formatted(mail.id());
        return page(
                mail.subject(),
                "<p><a href=\"/\">all mail</a></p><h1>%s</h1><p>from %s to %s, %s</p><h2>as text</h2><pre>%s</pre>%s"
                        .formatted(
                                subject(mail),
                                people(mail.from()),
                                people(mail.to()),
                                TIME.format(mail.received()),
                                escape(mail.text()),
                                html));
    }

    private static String page(String title, String body) {
        return """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>%s</title>
                <link rel="stylesheet" href="/style.css">
                %s</html>
                """.formatted(escape(title), body);
    }

    private static String subject(Mail mail) {
        return mail.subject().isBlank() ? "(no subject)" : escape(mail.subject());
    }

    private static String people(List<Mail.Person> people) {
        return people.stream()
                .map(p -> escape(p.name().isEmpty() ? p.address() : p.name() + " <" + p.address() + ">"))
                .collect(Collectors.joining(", "));
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
