package swapr.system;

import java.util.List;

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

    static final List<String> CONTENT_TYPES = List.of(
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain",
            "application/xml",
            "application/json; charset=utf-16",
            "application/json; charset=none",
            "nonsense",
            "application/*",
            "");

    private FuzzTexts() {}
}
