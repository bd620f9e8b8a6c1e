package swapr.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Texts that often break parsers: one or two of each kind. */
final class FuzzTexts {

    /** JSON values for fields that expect another value. */
    static final List<String> VALUES = List.of(
            "null",
            "0",
            "-1",
            "1e400",
            "1e2000000",
            "0.1",
            "true",
            "[]",
            "[[[[]]]]",
            "{}",
            "\"\"",
            "\" \"",
            "\"\\u00a0\\u2003\"",
            "\"\\u200b\\u200d\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"a\\r\\nb\"",
            "\"\\u0007\\u001b[2J\"",
            "\"\\u202eabc\"",
            "\"\\u2066abc\\u2069\"",
            "\"-0.00\"",
            "\"1e9\"",
            "\"NaN\"",
            "\"99999999999999999999\"",
            "\"a..b@example.org\"",
            "\".a@example.org\"",
            "\"a.@example.org\"",
            "\"<script>alert(1)</script>\"",
            "\"'; drop table users; --\"",
            "\"00000000-0000-0000-0000-000000000000\"");

    /** JSON values for fields of a payload. */
    static final List<String> PAYLOAD_VALUES = List.of(
            "null",
            "0",
            "-1e308",
            "1e2000000",
            "true",
            "[]",
            "{}",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"1e2000000\"",
            "\"-1\"",
            "\"x\\r\\nBcc: someone@example.org\"");

    /** Texts for a query, a path or a header. */
    static final List<String> TEXTS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e9",
            "99999999999999999999",
            "null",
            "true",
            "[]",
            "{}",
            "'",
            "\"",
            "\\",
            "%",
            "&",
            "a b c d e f g h i j k l m n o p q r s t u v w x y z",
            "\u00e4",
            "\u202eabc",
            "\u200b",
            "\u0000",
            "\u0007",
            "a\u0001b",
            "\uD83D\uDE00",
            "../../actuator/health",
            "00000000-0000-0000-0000-000000000000",
            "2026-13-45T99:99:99Z",
            "+1000000000-12-31T23:59:59Z",
            "; drop table users; --");

    private static final List<String> CONTENT_TYPES = List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=none",
            "nonsense",
            "application/*",
            "");

    /** Headers with the values to choose from. */
    static final List<Map.Entry<String, List<String>>> HEADERS = List.of(
            Map.entry("Content-Type", CONTENT_TYPES),
            Map.entry(
                    "Authorization",
                    List.of("Bearer", "Bearer x.y.z", "Basic YTpi", "Bearer " + "z".repeat(4_000), "")),
            Map.entry("Accept", List.of("text/html", "application/xml", "nonsense", "*/*;q=x", "")),
            Map.entry("Correlation-Id", List.of("\u00e4", "x".repeat(5_000), "a b", "")),
            Map.entry("Range", List.of("bytes=-1-0")),
            Map.entry("If-None-Match", List.of("W/\"" + "\u00e4".repeat(100) + "\"")),
            Map.entry("X-Forwarded-For", List.of("127.0.0.1", "not an address", "1.1.1.1, ".repeat(50))),
            Map.entry("Cookie", List.of("a=" + "b".repeat(3_000))));

    private FuzzTexts() {}

    /** The text in UTF-8. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
