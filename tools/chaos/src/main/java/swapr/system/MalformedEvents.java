package swapr.system;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Generates events with one fault in the envelope, and values that are no events. No consumer can read them. */
final class MalformedEvents {

    /** The length of a text that exceeds an index entry of PostgreSQL (2,704 bytes). */
    static final int LONGER_THAN_AN_INDEX_ENTRY = 3_000;

    static final int VERY_LONG = 70_000;
    private static final int NEARLY_TOO_LARGE = 1_000_000;

    private static final int DEEP = 20_000;
    private static final List<String> REQUIRED = List.of(
            "event_id",
            "event_type",
            "schema_version",
            "aggregate_id",
            "aggregate_version",
            "actor",
            "timestamp",
            "correlation_id",
            "payload");
    private static final List<String> TEXTS =
            List.of("event_id", "event_type", "aggregate_id", "actor", "timestamp", "correlation_id", "causation_id");
    private static final List<String> NUMBERS = List.of("schema_version", "aggregate_version");
    private static final List<String> INVALID_NUMBERS =
            List.of("0", "-1", "1.5", "1e400", "9223372036854775808", "1" + "0".repeat(400), "\"1\"", "true");

    private final Random random;
    private final List<Function<ObjectNode, String>> faults = List.of(
            this::withoutField,
            this::withNull,
            this::withWrongType,
            this::withLongText,
            this::withUnstorableText,
            this::withWrongNumber,
            this::withWrongTime,
            this::withDuplicateName,
            this::deeplyNested);

    MalformedEvents(Random random) {
        this.random = random;
    }

    /** Returns the event as JSON, with a random fault. */
    String next(ObjectNode event) {
        return pick(faults).apply(event);
    }

    /** Returns a value that is no event; rarely null. */
    byte @Nullable [] noEvent(ObjectNode event) {
        String json = event.toString();
        byte[] value = random.nextInt(500) == 0
                ? FuzzTexts.randomBytes(random, NEARLY_TOO_LARGE)
                : pick(List.of(
                        new byte[0],
                        FuzzTexts.bytes("null"),
                        FuzzTexts.bytes("[]"),
                        FuzzTexts.bytes("\"a text\""),
                        FuzzTexts.bytes("17"),
                        FuzzTexts.bytes(json.substring(0, json.length() / 2)),
                        FuzzTexts.bytes(json + "}"),
                        json.getBytes(StandardCharsets.UTF_16),
                        FuzzTexts.randomBytes(random, 1 + random.nextInt(2_000)),
                        FuzzTexts.bytes(json.replace("\"payload\":{", "\"payload\":[{") + "]")));
        return random.nextInt(20) == 0 ? null : value;
    }

    private String withoutField(ObjectNode event) {
        return JsonEdits.without(event, pick(REQUIRED)).toString();
    }

    private String withNull(ObjectNode event) {
        return JsonEdits.with(event, pick(REQUIRED), "null");
    }

    private String withWrongType(ObjectNode event) {
        return JsonEdits.with(event, pick(TEXTS), pick(List.of("7", "true", "[]", "{}", "1.5e3")));
    }

    private String withLongText(ObjectNode event) {
        int length = random.nextInt(10) == 0 ? VERY_LONG : LONGER_THAN_AN_INDEX_ENTRY + random.nextInt(100);
        return JsonEdits.with(event, pick(TEXTS), "\"" + "x".repeat(length) + "\"");
    }

    private String withUnstorableText(ObjectNode event) {
        String what = pick(List.of("\\u0000", "\\ud800", "\\udfff\\ud800", "\\u0007", "a\\nb", "\\u001b[2J"));
        String field = pick(TEXTS);
        return JsonEdits.with(event, field, "\"" + event.path(field).asString("x") + what + "\"");
    }

    private String withWrongNumber(ObjectNode event) {
        return JsonEdits.with(event, pick(NUMBERS), pick(INVALID_NUMBERS));
    }

    private String withWrongTime(ObjectNode event) {
        String time = pick(List.of(
                "yesterday",
                "2026-11-21",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+999999999-12-31T23:59:59Z",
                "-1000000-01-01T00:00:00Z"));
        return JsonEdits.with(event, "timestamp", "\"" + time + "\"");
    }

    private String withDuplicateName(ObjectNode event) {
        String json = event.toString();
        return json.substring(0, json.length() - 1) + ",\"event_type\":\"UserErased\"}";
    }

    private String deeplyNested(ObjectNode event) {
        int depth = 1_000 + random.nextInt(DEEP);
        String nest = pick(List.of("[", "{\"a\":"));
        String end = nest.equals("[") ? "]" : "}";
        String value = nest.repeat(depth) + (nest.equals("[") ? "" : "1") + end.repeat(depth);
        return JsonEdits.with(event, pick(List.of("payload", "unheard_of", "correlation_id")), value);
    }

    private <T extends @Nullable Object> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
