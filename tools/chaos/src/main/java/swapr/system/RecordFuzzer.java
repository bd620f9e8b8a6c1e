package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates invalid records: samples of the contracts with one fault each. The same seed gives the same faults. The ids
 * are new in each run, so that no record is a duplicate of an earlier one.
 */
final class RecordFuzzer {

    /** The length of a text that exceeds an index entry of PostgreSQL (2,704 bytes). */
    private static final int LONGER_THAN_AN_INDEX_ENTRY = 3_000;

    private static final int VERY_LONG = 70_000;
    private static final int NEARLY_TOO_LARGE = 1_000_000;
    private static final int DEEP = 20_000;
    /** The payload fields with the id of a user. */
    private static final Set<String> USER_FIELDS = Set.of("user_id", "buyer_id", "seller_id");

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
    private static final List<String> ODD_VALUES = List.of(
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

    private static final Pattern UUIDS =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private interface Fault {
        ForeignRecord apply(String topic, ObjectNode event);
    }

    private final Random random;
    private final Map<String, List<String>> samples = new HashMap<>();
    private final Set<String> users = new LinkedHashSet<>();
    private final List<Fault> faults = List.of(
            this::withoutField,
            this::withNull,
            this::withWrongType,
            this::withLongText,
            this::withUnstorableText,
            this::withWrongNumber,
            this::withWrongTime,
            this::withDuplicateName,
            this::withAnotherKey,
            this::deeplyNested,
            this::noEvent,
            this::ofUnknownType,
            this::ofUnknownVersion,
            this::withOddPayload,
            this::withOddPayload);

    /** @param root the checkout with {@code contracts/samples} */
    RecordFuzzer(Path root, long seed) {
        this.random = new Random(seed);
        try (var files = Files.walk(root.resolve("contracts/samples"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                samples.computeIfAbsent(topicOf(file), topic -> new ArrayList<>())
                        .add(Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String topicOf(Path sample) {
        String type = sample.getFileName().toString().replaceFirst("\\..*", "");
        return switch (type) {
            case "ChargePayment", "RefundPayment" -> "payment-requests";
            case "SendEmail" -> "email-requests";
            default -> sample.getName(sample.getNameCount() - 2) + "-events";
        };
    }

    /** All topics and work queues with a sample. */
    Set<String> topics() {
        return samples.keySet();
    }

    /** Returns the next record for a topic. */
    ForeignRecord next(String topic) {
        String sample = pick(samples.getOrDefault(topic, List.of()));
        var event = (ObjectNode) Http.JSON.readTree(withNewIds(sample));
        event.remove(List.of("parallel_versions", "told")); // because the other versions of the fact are missing
        ForeignRecord fuzzed = faults.get(random.nextInt(faults.size())).apply(topic, event);
        if (random.nextInt(4) == 0) {
            addOddHeaders(fuzzed.record());
        }
        return fuzzed;
    }

    /** UserErased for each user in the generated payloads. It ends the wait for the address of an unknown user. */
    List<ForeignRecord> erasures() {
        return users.stream().map(ForeignRecord::erased).toList();
    }

    private String withNewIds(String sample) {
        var renamed = new HashMap<String, String>();
        return UUIDS.matcher(sample)
                .replaceAll(match -> renamed.computeIfAbsent(
                        match.group(), old -> UUID.randomUUID().toString()));
    }

    private ForeignRecord withoutField(String topic, ObjectNode event) {
        return malformed(topic, event, removed(event, pick(REQUIRED)));
    }

    private static ObjectNode removed(ObjectNode event, String field) {
        ObjectNode copy = event.deepCopy();
        copy.remove(field);
        return copy;
    }

    private ForeignRecord withNull(String topic, ObjectNode event) {
        return malformed(topic, event, set(event, pick(REQUIRED), "null"));
    }

    private ForeignRecord withWrongType(String topic, ObjectNode event) {
        return malformed(topic, event, set(event, pick(TEXTS), pick(List.of("7", "true", "[]", "{}", "1.5e3"))));
    }

    private ForeignRecord withLongText(String topic, ObjectNode event) {
        int length = random.nextInt(10) == 0 ? VERY_LONG : LONGER_THAN_AN_INDEX_ENTRY + random.nextInt(100);
        return malformed(topic, event, set(event, pick(TEXTS), "\"" + "x".repeat(length) + "\""));
    }

    private ForeignRecord withUnstorableText(String topic, ObjectNode event) {
        String what = pick(List.of("\\u0000", "\\ud800", "\\udfff\\ud800", "\\u0007", "a\\nb", "\\u001b[2J"));
        String field = pick(TEXTS);
        return malformed(
                topic, event, set(event, field, "\"" + event.path(field).asString("x") + what + "\""));
    }

    private ForeignRecord withWrongNumber(String topic, ObjectNode event) {
        return malformed(topic, event, set(event, pick(NUMBERS), pick(INVALID_NUMBERS)));
    }

    private ForeignRecord withWrongTime(String topic, ObjectNode event) {
        String time =
                pick(List.of("yesterday", "2026-11-21", "+999999999-12-31T23:59:59Z", "-1000000-01-01T00:00:00Z"));
        return malformed(topic, event, set(event, "timestamp", "\"" + time + "\""));
    }

    private ForeignRecord withDuplicateName(String topic, ObjectNode event) {
        String json = event.toString();
        return malformed(topic, event, json.substring(0, json.length() - 1) + ",\"event_type\":\"UserErased\"}");
    }

    private ForeignRecord withAnotherKey(String topic, ObjectNode event) {
        byte[] key = pick(List.of(
                bytes("user:" + UUID.randomUUID()), new byte[0], bytes("\u0000"), bytes("x".repeat(VERY_LONG))));
        return ForeignRecord.malformed(topic, random.nextInt(3) == 0 ? null : key, bytes(event.toString()));
    }

    private ForeignRecord deeplyNested(String topic, ObjectNode event) {
        int depth = 1_000 + random.nextInt(DEEP);
        String nest = pick(List.of("[", "{\"a\":"));
        String end = nest.equals("[") ? "]" : "}";
        String value = nest.repeat(depth) + (nest.equals("[") ? "" : "1") + end.repeat(depth);
        return malformed(topic, event, set(event, pick(List.of("payload", "unheard_of", "correlation_id")), value));
    }

    private ForeignRecord noEvent(String topic, ObjectNode event) {
        String json = event.toString();
        byte[] value = random.nextInt(500) == 0
                ? randomBytes(NEARLY_TOO_LARGE)
                : pick(List.of(
                        new byte[0],
                        bytes("null"),
                        bytes("[]"),
                        bytes("\"a text\""),
                        bytes("17"),
                        bytes(json.substring(0, json.length() / 2)),
                        bytes(json + "}"),
                        json.getBytes(StandardCharsets.UTF_16),
                        randomBytes(1 + random.nextInt(2_000)),
                        bytes(json.replace("\"payload\":{", "\"payload\":[{") + "]")));
        return ForeignRecord.malformed(topic, key(event), random.nextInt(20) == 0 ? null : value);
    }

    private ForeignRecord ofUnknownType(String topic, ObjectNode event) {
        return ForeignRecord.good(
                new ProducerRecord<>(topic, key(event), bytes(set(event, "event_type", "\"SomethingUnheardOf\""))));
    }

    private ForeignRecord ofUnknownVersion(String topic, ObjectNode event) {
        return ForeignRecord.unknownVersion(new ProducerRecord<>(
                topic, key(event), bytes(set(removed(event, "parallel_versions"), "schema_version", "99"))));
    }

    /** A valid envelope with one invalid payload field. Consumers that do not need this field can read it. */
    private ForeignRecord withOddPayload(String topic, ObjectNode event) {
        var payload = (ObjectNode) event.get("payload");
        for (String userField : USER_FIELDS) {
            if (payload.path(userField).isString()) {
                users.add(payload.path(userField).asString());
            }
        }
        String field = pick(List.copyOf(payload.propertyNames()));
        JsonNode value = payload.get(field);
        String odd = pick(ODD_VALUES);
        String changed = switch (random.nextInt(4)) {
            case 0 -> removed(payload, field).toString();
            case 1 -> set(payload, field, "\"" + "x".repeat(LONGER_THAN_AN_INDEX_ENTRY) + "\"");
            case 2 ->
                value.isObject()
                        ? set(payload, field, set((ObjectNode) value, pick(List.copyOf(value.propertyNames())), odd))
                        : set(payload, field, odd);
            default -> set(payload, field, odd);
        };
        return ForeignRecord.good(new ProducerRecord<>(topic, key(event), bytes(set(event, "payload", changed))));
    }

    private void addOddHeaders(ProducerRecord<byte[], byte[]> record) {
        switch (random.nextInt(5)) {
            case 0 -> record.headers().add("traceparent", bytes("00-not-a-trace"));
            case 1 -> record.headers().add("ce_type", null);
            case 2 -> record.headers().add("a\u0000b", bytes("\u0000"));
            case 3 -> record.headers().add("x".repeat(2_000), randomBytes(5_000));
            default -> {
                for (int i = 0; i < 200; i++) {
                    record.headers().add("h" + i, randomBytes(20));
                }
            }
        }
    }

    /** The object as JSON, with the value of one field replaced by a text, which may be invalid JSON. */
    private static String set(ObjectNode object, String field, String value) {
        String mark = "\u0001" + UUID.randomUUID() + "\u0001";
        ObjectNode copy = object.deepCopy();
        copy.put(field, mark);
        String json = copy.toString();
        String quoted = Http.JSON.writeValueAsString(mark);
        int at = json.indexOf(quoted);
        return json.substring(0, at) + value + json.substring(at + quoted.length());
    }

    private ForeignRecord malformed(String topic, ObjectNode event, ObjectNode value) {
        return malformed(topic, event, value.toString());
    }

    private static ForeignRecord malformed(String topic, ObjectNode event, String value) {
        return ForeignRecord.malformed(topic, key(event), bytes(value));
    }

    private static byte[] key(ObjectNode event) {
        return bytes(event.path("aggregate_id").asString());
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T extends @Nullable Object> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
