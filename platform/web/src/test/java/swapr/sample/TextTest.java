package swapr.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import swapr.testing.IntegrationTest;
import swapr.testing.Tokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules for text are the same for fields of a body, for parameters and for headers. */
@IntegrationTest
class TextTest {

    @Autowired
    RestTestClient http;

    @Autowired
    Tokens tokens;

    @LocalServerPort
    int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u00a0\u2003\u3000",
                "\u200b\u200d\u2060\ufeff",
                "\u200e\u200f\u061c",
                "\u3164\uffa0\u2800",
                "\u0301\u20e3\ufe0f",
                "ding\u0007",
                "red \u001b[31m",
                "two\nlines",
                "two\r\nlines\r\n",
                "tab\there",
                "next\u0085line",
                "two\u2028lines",
                "two\u2029lines",
                "over\u202eride",
                "embed\u202aded",
                "iso\u2066lated",
                "first\u2068strong",
                "private \ue000",
                "private \udbff\udffd",
                "unassigned \u0378",
                "noncharacter \uffff",
                "x23456789 123456789 1",
            })
    void anInvalidLineIsRefusedAndItsFieldNamed(String text) {
        assertRefused(add(Map.of("color_name", text)), "color_name");
        if (!text.isBlank() || text.startsWith("\u00a0")) {
            assertRefused(search(text), "q");
        }
    }

    @Test
    void halfASurrogatePairIsRefusedAndItsFieldNamed() {
        assertRefused(addRaw("\"color_name\": \"\\ud800 half\""), "color_name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Zo\u00eb",
                "\u0645\u064e\u0631\u0652\u062d\u064e\u0628\u0627",
                "\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd \u200e(1)",
                "\u0928\u092e\u0938\u094d\u0924\u0947 \u0915\u094d\u200d\u0937",
                "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
                "\u978b \u30b9\u30cb\u30fc\u30ab\u30fc",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
                "\u2764\ufe0f 1\ufe0f\u20e3",
                "\ud83c\udff4\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
                "O'Neill & <i>co</i>",
                "\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f"
                        + "\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f"
                        + "\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f\ud83d\udc5f",
            })
    void textOfAllScriptsStaysUnchanged(String text) {
        assertThat(add(Map.of("color_name", text)).path("color_name").asString())
                .isEqualTo(text);
        assertThat(search(text).path("q").asString()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "'Zoe\u0308', 'Zo\u00eb'",
        "'  Zo\u00eb\u00a0', 'Zo\u00eb'",
        "'\ufeffZo\u00eb', 'Zo\u00eb'",
        "'Zo\u00eb\u00a0 \u2003K.', 'Zo\u00eb K.'",
        "'\u110c\u1165\u11bc', '\uc815'",
    })
    void equalTextIsNormalizedToOneForm(String text, String arrives) {
        assertThat(add(Map.of("color_name", text)).path("color_name").asString())
                .isEqualTo(arrives);
        assertThat(search(text).path("q").asString()).isEqualTo(arrives);
    }

    @Test
    void aBlankParameterIsTheSameAsAMissingOne() {
        assertThat(search("").has("q")).isFalse();
        assertThat(search("  ").has("q")).isFalse();
    }

    @Test
    void textWithLinesKeepsItsLineBreaksAndRefusesControlCharacters() {
        assertThat(add(Map.of("notes", "  one\r\n\ttwo\rthree  \n"))
                        .path("notes")
                        .asString())
                .isEqualTo("one\n\ttwo\nthree");
        assertThat(add(Map.of("notes", "")).path("notes").asString()).isEmpty();
        assertRefused(add(Map.of("notes", "bell \u0007")), "notes");
        assertRefused(add(Map.of("notes", "\u200d\n\u200d")), "notes");
        assertRefused(add(Map.of("notes", "x".repeat(41))), "notes");
    }

    @Test
    void lengthIsCountedAfterNormalization() {
        assertThat(add(Map.of("color_name", "e\u0301".repeat(20)))
                        .path("color_name")
                        .asString())
                .isEqualTo("\u00e9".repeat(20));
        assertRefused(add(Map.of("color_name", "e\u0301".repeat(21))), "color_name");
    }

    /** The time to order marks grows with the square of their number. */
    @Test
    void aLongRowOfMarksIsRefusedBeforeItIsOrdered() {
        long start = System.nanoTime();
        assertRefused(addRaw("\"color_name\": \"" + "\u0316\u0301".repeat(60_000) + "\""), "color_name");
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e4", "two words", "x23456789-123456789-1"})
    void aKeyThatIsNotVisibleAsciiIsRefused(String key) throws IOException {
        assertRefused(order(key), "Idempotency-Key");
    }

    @Test
    void aValidKeyStaysUnchanged() {
        assertThat(http.post()
                        .uri("/public/orders")
                        .header("Idempotency-Key", "~A-1!")
                        .exchange()
                        .expectBody(String.class)
                        .returnResult()
                        .getResponseBody())
                .isEqualTo("~A-1!");
    }

    /** Sends the bytes unchanged. Java's client replaces characters outside ASCII with a question mark. */
    private JsonNode order(String key) throws IOException {
        String request = "POST /public/orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nIdempotency-Key: "
                + key + "\r\nContent-Length: 0\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return JsonMapper.shared().readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
        }
    }

    private JsonNode search(String q) {
        return body(http.get().uri(URI.create("/public/search?q=" + URLEncoder.encode(q, StandardCharsets.UTF_8))));
    }

    private JsonNode add(Map<String, String> field) {
        String json = JsonMapper.shared().writeValueAsString(field);
        return addRaw(json.substring(1, json.length() - 1));
    }

    private JsonNode addRaw(String field) {
        return body(http.post()
                .uri("/sneakers")
                .header(HttpHeaders.AUTHORIZATION, tokens.bearer(UUID.randomUUID(), "Ada"))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"model_name\": \"Air\", \"start_price\": {\"amount\": \"1\", \"currency\": \"USD\"}, " + field
                        + "}"));
    }

    private static JsonNode body(RestTestClient.RequestHeadersSpec<?> request) {
        return Objects.requireNonNull(
                request.exchange().expectBody(JsonNode.class).returnResult().getResponseBody());
    }

    private static void assertRefused(JsonNode answer, String field) {
        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.path("errors"))
                .extracting(error -> error.path("field").asString())
                .containsExactly(field);
    }
}
