package swapr.sandbox.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swapr.sandbox.http.JsonHttpServer;
import tools.jackson.databind.JsonNode;

@SuppressWarnings("NullAway.Init")
class MailServerTest {

    MailServer server;

    @BeforeEach
    void open() {
        server = new MailServer("127.0.0.1", 0, 0);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anEmailWithTwoPartsIsStoredOnceForAllRecipients() throws Exception {
        send(
                "Your sneaker is online",
                "Hello Adá",
                "<p>Hello <b>Adá</b></p>",
                "ada@swapr.example",
                "bob@swapr.example");

        var messages = json("/api/v1/messages");
        assertThat(messages.at("/messages_count").asInt()).isEqualTo(1);
        var message = json("/api/v1/message/" + messages.at("/messages/0/ID").asString());
        assertThat(message.at("/Subject").asString()).isEqualTo("Your sneaker is online");
        assertThat(message.at("/From/Address").asString()).isEqualTo("hello@swapr.example");
        assertThat(message.at("/To/1/Address").asString()).isEqualTo("bob@swapr.example");
        assertThat(message.at("/Text").asString().strip()).isEqualTo("Hello Adá");
        assertThat(message.at("/HTML").asString().strip()).isEqualTo("<p>Hello <b>Adá</b></p>");
        assertThat(message.at("/MessageID").asString()).isNotBlank().doesNotContain("<");
        assertThat(message.at("/Date").asString()).startsWith("20");
    }

    @Test
    void refusedEmailsAreNotStoredAndTheFaultIsReadBack() throws Exception {
        assertThat(chaos("{\"Recipient\":{\"ErrorCode\":451,\"Probability\":100}}"))
                .isEqualTo(200);
        assertThat(json("/api/v1/chaos").at("/Recipient/Probability").asInt()).isEqualTo(100);

        assertThatThrownBy(() -> send("Refused", "one", "<p>one</p>", "ada@swapr.example"))
                .isInstanceOf(MessagingException.class);

        assertThat(chaos("{\"Recipient\":{\"ErrorCode\":451,\"Probability\":0}}"))
                .isEqualTo(200);
        send("Accepted", "two", "<p>two</p>", "ada@swapr.example");
        assertThat(json("/api/v1/messages").findValuesAsString("Subject")).containsExactly("Accepted");
        assertThat(chaos("{\"Recipient\":{\"Probability\":101}}")).isEqualTo(400);
    }

    private int chaos(String body) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/chaos"))
                    .PUT(HttpRequest.BodyPublishers.ofString(body));
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    @Test
    void emailsAreFoundByRecipientSubjectAndWordsNewestFirst() throws Exception {
        send("First", "one", "<p>one</p>", "ada@swapr.example");
        send("Second thing", "two", "<p>two</p>", "ada@swapr.example");
        send("Third", "three", "<p>three</p>", "bob@swapr.example");

        assertThat(json("/api/v1/search?query=to:ADA@swapr.example").findValuesAsString("Subject"))
                .containsExactly("Second thing", "First");
        assertThat(json("/api/v1/search?query=to:ada%20subject:%22second%20thing%22")
                        .at("/messages"))
                .hasSize(1);
        assertThat(json("/api/v1/search?query=three").at("/messages")).hasSize(1);
        assertThat(json("/api/v1/info").at("/RuntimeStats/SMTPAccepted").asInt())
                .isEqualTo(3);
        assertThat(json("/api/v1/search?query=to:carl").at("/messages")).isEmpty();
        assertThat(json("/api/v1/messages?start=1&limit=1").findValuesAsString("Subject"))
                .containsExactly("Second thing");
    }

    @Test
    void thePageShowsTheContentOfAnEmailAndRunsNoScript() throws Exception {
        send(
                "<script>alert(1)</script>",
                "<img src=x>",
                "<p>\"quoted\"</p><script>alert(2)</script>",
                "ada@swapr.example");

        var page = get("/");
        assertThat(page).contains("&lt;script&gt;alert(1)").doesNotContain("<script>");
        var id = json("/api/v1/messages").at("/messages/0/ID").asString();
        var message = get("/view/" + id);
        assertThat(message)
                .contains("&lt;img src=x&gt;")
                .contains("<iframe sandbox=\"\" src=\"/html/" + id + "\">")
                .doesNotContain("<script>");
    }

    @Test
    void thePagesAllowNoScriptAndAnEmailHasNoOrigin() throws Exception {
        send("Hello", "hello", "<p style=\"color:red\">hello</p><script>alert(2)</script>", "ada@swapr.example");
        var id = json("/api/v1/messages").at("/messages/0/ID").asString();

        for (var path : List.of("/", "/view/" + id, "/html/" + id, "/style.css", "/api/v1/messages")) {
            var headers = response(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse("none"))
                    .as(path)
                    .contains("default-src 'none'", "frame-ancestors '")
                    .doesNotContain("script-src");
            assertThat(headers.firstValue("X-Content-Type-Options")).as(path).contains("nosniff");
            assertThat(headers.firstValue("Referrer-Policy")).as(path).contains("no-referrer");
        }
        assertThat(response("/view/" + id)
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .contains("style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(response("/html/" + id).body()).contains("<p style=\"color:red\">hello</p>");
        assertThat(response("/html/" + id)
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElse(""))
                .startsWith("sandbox;");
        assertThat(get("/view/" + id)).doesNotContain("style=", "<style");
    }

    @Test
    void unknownPathsAndWrongParametersAreRefused() throws Exception {
        assertThat(get("/livez")).isEqualTo("ok");
        assertThat(get("/api/v1/message/nothing")).contains("not found");
        assertThat(get("/api/v1/messages?limit=-1")).contains("limit must be a number");
        assertThat(get("/api/v1/search")).contains("query is missing");
    }

    @Test
    void aSlowServerTakesItsTimeForEachEmail() throws Exception {
        assertThat(put("/faults", "{\"delay_ms\": 300}").statusCode()).isEqualTo(200);
        long since = System.nanoTime();

        send("Slow", "Hello", "<p>Hello</p>", "ada@swapr.example");

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void aSlowServerReceivesEmailsAtTheSameTime() throws Exception {
        put("/faults", "{\"delay_ms\": 1000}");
        long since = System.nanoTime();

        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 8; i++) {
                var _ = clients.submit(() -> {
                    send("Slow", "Hello", "<p>Hello</p>", "ada@swapr.example");
                    return true;
                });
            }
        }

        assertThat(json("/api/v1/messages").at("/messages_count").asInt()).isEqualTo(8);
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aDelayThatIsMissingOrTooLongIsRefused() throws Exception {
        assertThat(put("/faults", "{\"delay_ms\": 90000}").statusCode()).isEqualTo(400);
        assertThat(put("/faults", "{}").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.httpPort(), path));
            var request = HttpRequest.newBuilder(uri)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body));
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private void send(String subject, String text, String html, String... recipients) throws Exception {
        var settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(server.smtpPort()));
        var message = new MimeMessage(Session.getInstance(settings));
        message.setFrom(new InternetAddress("hello@swapr.example", "Swapr"));
        for (var recipient : recipients) {
            message.addRecipient(RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject(subject, "UTF-8");
        var plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        var rich = new MimeBodyPart();
        rich.setText(html, "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", plain, rich));
        Transport.send(message);
    }

    private JsonNode json(String path) throws Exception {
        return JsonHttpServer.JSON.readTree(get(path));
    }

    private String get(String path) throws IOException, InterruptedException {
        return response(path).body();
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.httpPort(), path));
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        }
    }
}
