package swapr.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Only a page of the edge on this machine gets a token, and only of Ada and Bob. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "swapr.edge.demo.ada=secret of Ada", "swapr.edge.hosts=shop.example"})
class DemoSessionsTest {

    private static final Upstream USER = new Upstream();
    private static final String SESSION = "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":900}";

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("swapr.edge.user", USER::url);
    }

    @BeforeEach
    void answerWithASession() {
        USER.answers(exchange -> Upstream.respond(exchange, 200, SESSION));
    }

    @AfterEach
    void forget() {
        USER.seen();
    }

    @Test
    void aPageOfTheEdgeSignsInASampleUser() throws Exception {
        String answer = post("127.0.0.1", "same-origin", "ada");

        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .contains("Cache-Control: no-store")
                .endsWith(SESSION);
        assertThat(USER.seen()).singleElement().satisfies(seen -> {
            assertThat(seen.method() + " " + seen.uri()).isEqualTo("POST /sessions");
            assertThat(seen.body()).isEqualTo("{\"email\":\"ada@swapr.example\",\"password\":\"secret of Ada\"}");
            assertThat(seen.header("Correlation-Id")).hasSize(1);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"olga", "bob", "ADA", "eve", ""})
    void aUserWithoutAPasswordHereIsNotSignedIn(String person) throws Exception {
        assertThat(post("localhost", "same-origin", person)).startsWith("HTTP/1.1 404");
        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site", "none", "", "SAME-ORIGIN"})
    void aPageOfAnotherSiteGetsNoToken(String site) throws Exception {
        assertThat(post("127.0.0.1", site, "ada"))
                .startsWith("HTTP/1.1 403")
                .contains("application/problem+json")
                .doesNotContain("access_token");
        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.example", "evil.example"})
    void anotherHostNameGetsNoToken(String host) throws Exception {
        assertThat(post(host, "same-origin", "ada")).startsWith("HTTP/1.1 421");
        assertThat(USER.seen()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "{\"person\":", "[]"})
    void anInvalidBodyIsAnsweredWithWhatToSend(String body) throws Exception {
        assertThat(send("127.0.0.1", "same-origin", body))
                .startsWith("HTTP/1.1 400")
                .contains("The body is missing or is not a valid JSON object. Send the JSON object of this call.");
        assertThat(USER.seen()).isEmpty();
    }

    @Test
    void anErrorOfTheServiceIsPassedOn() throws Exception {
        USER.answers(exchange -> Upstream.respond(exchange, 401, "{\"detail\":\"no account\"}"));

        assertThat(post("127.0.0.1", "same-origin", "ada"))
                .startsWith("HTTP/1.1 401")
                .endsWith("{\"detail\":\"no account\"}");
    }

    @Test
    void theListNamesOnlyUsersThatCanSignIn() throws Exception {
        assertThat(raw("GET /demo HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("{\"people\":[\"ada\"],\"mail\":\"http://127.0.0.1:8087\"}")
                .doesNotContain("secret");
    }

    private String post(String host, String site, String person) throws IOException {
        return send(host, site, "{\"person\":\"%s\"}".formatted(person));
    }

    private String send(String host, String site, String body) throws IOException {
        return raw("""
                POST /demo/sessions HTTP/1.1
                Host: %s
                Sec-Fetch-Site: %s
                Content-Type: application/json
                Content-Length: %d
                Connection: close

                %s""".formatted(host, site, body.length(), body).replace("\n", "\r\n"));
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
