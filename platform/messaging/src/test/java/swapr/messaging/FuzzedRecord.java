package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A valid or invalid record that can arrive on a topic.
 *
 * @param description its difference from an ordinary event
 * @param outcome the expected result of its processing
 */
record FuzzedRecord(String description, Outcome outcome, ProducerRecord<byte[], byte[]> record) {

    static final String TOPIC = "odd-events";

    enum Outcome {
        APPLIED,
        PARKED,
        SKIPPED
    }

    private static final int DEPTHS = 100_000;
    private static final List<String> OPTIONAL = List.of("causation_id", "parallel_versions");

    static FuzzedRecord valid(Random random) {
        return new Draft(random).record("valid", Outcome.APPLIED);
    }

    /** Returns each kind of record once. Many of their values are random. */
    static List<FuzzedRecord> all(Random random) {
        List<FuzzedRecord> all = new ArrayList<>();
        for (String field : new Draft(random).fields.keySet()) {
            wrong(random)
                    .forEach((description, json) -> all.add(
                            description.equals("null") && OPTIONAL.contains(field)
                                    ? new Draft(random).with(field, json).record(field + " null", Outcome.APPLIED)
                                    : new Draft(random)
                                            .with(field, json)
                                            .record(field + " " + description, Outcome.PARKED)));
            all.add(new Draft(random)
                    .without(field)
                    .record(field + " absent", OPTIONAL.contains(field) ? Outcome.APPLIED : Outcome.PARKED));
        }
        all.addAll(envelopes(random));
        all.addAll(payloads(random));
        all.addAll(bytes(random));
        all.addAll(keysAndHeaders(random));
        return all;
    }

    /** Returns JSON that is invalid for every field of the envelope; {@code null} is valid for an optional field. */
    private static Map<String, String> wrong(Random random) {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("null", "null");
        wrong.put("true", "true");
        wrong.put("a list", "[1]");
        wrong.put("a fraction", "1.5");
        wrong.put("negative", "-1");
        wrong.put("huge", "1e2000000");
        wrong.put("tiny", "1e-2000000");
        wrong.put("of many digits", "9".repeat(1 + random.nextInt(5_000)) + "99999999999999999");
        wrong.put("empty", "\"\"");
        wrong.put("too long by one", quoted(letters(random, 201)));
        wrong.put("of 3,000 characters", quoted(letters(random, 3_000)));
        wrong.put("of 70,000 characters", quoted(letters(random, 70_000)));
        wrong.put("with NUL", "\"thing:\\u0000\"");
        wrong.put("with a line break", "\"user:a\\nb\"");
        wrong.put("with half a surrogate pair", random.nextBoolean() ? "\"user:\\ud83d\"" : "\"user:\\udc5f\"");
        int depth = 70 + random.nextInt(DEPTHS);
        wrong.put("deep", "[".repeat(depth) + "]".repeat(depth));
        wrong.put("deep and not closed", "{\"a\":".repeat(10 + random.nextInt(DEPTHS)));
        return wrong;
    }

    private static List<FuzzedRecord> envelopes(Random random) {
        return List.of(
                new Draft(random).with("event_type", "\"Unknown\"").record("unknown type", Outcome.SKIPPED),
                new Draft(random).with("schema_version", "99").record("unknown version", Outcome.PARKED),
                new Draft(random).with("schema_version", "1000").record("impossible version", Outcome.PARKED),
                new Draft(random).with("aggregate_version", "9007199254740992").record("2^53", Outcome.PARKED),
                new Draft(random).with("aggregate_version", "9007199254740991").record("2^53-1", Outcome.APPLIED),
                new Draft(random)
                        .with("timestamp", "\"-294277-01-01T00:00:00Z\"")
                        .record("too early", Outcome.PARKED),
                new Draft(random).with("timestamp", "\"1969-12-31T23:59:59Z\"").record("early", Outcome.PARKED),
                new Draft(random)
                        .with("timestamp", "\"2199-12-31T23:59:59.999999Z\"")
                        .record("late", Outcome.APPLIED),
                new Draft(random).with("timestamp", "\"2200-01-01T00:00:00Z\"").record("too late", Outcome.PARKED),
                new Draft(random)
                        .with("parallel_versions", parallelVersions(random, "1,2"))
                        .record("two versions", Outcome.APPLIED),
                new Draft(random)
                        .with("parallel_versions", parallelVersions(random, "1,1"))
                        .record("two equal versions", Outcome.PARKED),
                new Draft(random)
                        .with("parallel_versions", parallelVersions(random, "1" + ",2".repeat(20_000)))
                        .record("20,001 versions", Outcome.PARKED),
                new Draft(random)
                        .with("more", quoted(letters(random, 60_000)))
                        .record("unknown field", Outcome.APPLIED),
                new Draft(random).duplicate("actor").record("a duplicate name", Outcome.PARKED),
                new Draft(random).with(letters(random, 3_000), "1").record("a long name", Outcome.PARKED));
    }

    private static String parallelVersions(Random random, String versions) {
        return "{\"fact_id\":\"%s\",\"versions\":[%s]}"
                .formatted(new UUID(random.nextLong(), random.nextLong()), versions);
    }

    private static List<FuzzedRecord> payloads(Random random) {
        List<FuzzedRecord> all = new ArrayList<>();
        for (String amount : List.of("1e2000000", "1E5", "-1", "0.00", "12345678", "1.23456", letters(random, 3_000))) {
            all.add(new Draft(random)
                    .payload("amount", quoted(amount))
                    .record("amount " + CleanText.of(amount, 9), Outcome.PARKED));
        }
        for (String amount : List.of("1", "1e2000000", "1e-2000000", "null", "[]", "{}")) {
            all.add(new Draft(random).payload("amount", amount).record("amount as JSON " + amount, Outcome.PARKED));
        }
        all.add(new Draft(random).payload("word", "\"a\\u0000b\"").record("NUL in a word", Outcome.PARKED));
        all.add(new Draft(random)
                .payload("word", "\"\\ud800\"")
                .record("half a surrogate pair in a word", Outcome.PARKED));
        all.add(new Draft(random).payload("word", "\"\\n\\u202e\"").record("line break in a word", Outcome.APPLIED));
        all.add(new Draft(random)
                .payload("word", quoted(letters(random, 60_000)))
                .record("a long word", Outcome.APPLIED));
        all.add(new Draft(random)
                .payload("more", quoted(letters(random, 70_000)))
                .record("a too large record", Outcome.PARKED));
        all.add(new Draft(random)
                .payload("more", "1e2000000")
                .record("a huge number in an unread field", Outcome.APPLIED));
        int depth = 1 + random.nextInt(60);
        all.add(new Draft(random)
                .payload("more", "[".repeat(depth) + "]".repeat(depth))
                .record("nesting in an unread field", Outcome.APPLIED));
        return all;
    }

    private static List<FuzzedRecord> bytes(Random random) {
        byte[] noise = new byte[random.nextInt(20) == 0 ? random.nextInt(900 * 1024) : random.nextInt(2_000)];
        random.nextBytes(noise);
        Draft cut = new Draft(random);
        byte[] whole = cut.json().getBytes(StandardCharsets.UTF_8);
        return List.of(
                new Draft(random).record("no value", Outcome.PARKED).withValue(null),
                new Draft(random).record("noise", Outcome.PARKED).withValue(noise),
                new Draft(random).record("empty", Outcome.PARKED).withValue(new byte[0]),
                cut.record("cut off", Outcome.PARKED).withValue(Arrays.copyOf(whole, random.nextInt(whole.length))),
                cut.record("UTF-16", Outcome.PARKED).withValue(cut.json().getBytes(StandardCharsets.UTF_16)),
                cut.record("Latin-1", Outcome.PARKED)
                        .withValue(cut.json().replace("anonymous", "\u00e9").getBytes(StandardCharsets.ISO_8859_1)),
                cut.record("twice", Outcome.PARKED)
                        .withValue((cut.json() + cut.json()).getBytes(StandardCharsets.UTF_8)));
    }

    private static List<FuzzedRecord> keysAndHeaders(Random random) {
        Headers odd = new RecordHeaders();
        odd.add("a\u0000b", null)
                .add("", new byte[0])
                .add("\u0000", new byte[] {0, -1})
                .add("\ud83d\udc5f", null);
        odd.add("traceparent", letters(random, 3_000).getBytes(StandardCharsets.UTF_8));
        odd.add(letters(random, 3_000), new byte[random.nextInt(10_000)]);
        Headers many = new RecordHeaders();
        for (int i = random.nextInt(2_000); i >= 0; i--) {
            many.add("h" + i % 7, i % 3 == 0 ? null : new byte[i % 5]);
        }
        Draft one = new Draft(random);
        return List.of(
                new Draft(random).record("no key", Outcome.PARKED).withKey(null),
                new Draft(random).record("another key", Outcome.PARKED).withKey("thing:other"),
                new Draft(random).record("odd headers", Outcome.APPLIED).withHeaders(odd),
                new Draft(random).record("many headers", Outcome.APPLIED).withHeaders(many),
                one.record("odd headers of a malformed record", Outcome.PARKED)
                        .withKey(null)
                        .withHeaders(odd),
                one.record("many headers of a malformed record", Outcome.PARKED)
                        .withKey(null)
                        .withHeaders(many));
    }

    private FuzzedRecord withValue(byte @Nullable [] value) {
        return with(record.key(), value, record.headers());
    }

    private FuzzedRecord withKey(@Nullable String key) {
        return with(key == null ? null : key.getBytes(StandardCharsets.UTF_8), record.value(), record.headers());
    }

    private FuzzedRecord withHeaders(Headers headers) {
        return with(record.key(), record.value(), headers);
    }

    private FuzzedRecord with(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return new FuzzedRecord(description, outcome, new ProducerRecord<>(TOPIC, null, key, value, headers));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static String letters(Random random, int length) {
        return random.ints(length, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** A valid event that can be changed. */
    private static final class Draft {

        private final Map<String, String> fields = new LinkedHashMap<>();
        private final Map<String, String> payload = new LinkedHashMap<>();
        private final String aggregate;
        private String duplicate = "";

        Draft(Random random) {
            aggregate = "odd:" + new UUID(random.nextLong(), random.nextLong());
            fields.put("event_id", quoted(new UUID(random.nextLong(), random.nextLong()).toString()));
            fields.put("event_type", "\"Odd\"");
            fields.put("schema_version", "1");
            fields.put("aggregate_id", quoted(aggregate));
            fields.put("aggregate_version", "1");
            fields.put("actor", "\"anonymous\"");
            fields.put("timestamp", "\"2026-11-21T09:12:45.123456Z\"");
            fields.put("correlation_id", quoted(letters(random, 200)));
            fields.put("causation_id", quoted(letters(random, 36)));
            fields.put("parallel_versions", "null");
            fields.put("payload", "");
            payload.put("word", quoted(letters(random, 10)));
            payload.put("amount", "\"250.00\"");
        }

        Draft with(String field, String json) {
            fields.put(field, json);
            return this;
        }

        Draft without(String field) {
            fields.remove(field);
            return this;
        }

        Draft duplicate(String field) {
            duplicate = quoted(field) + ":" + fields.get(field) + ",";
            return this;
        }

        Draft payload(String field, String json) {
            payload.put(field, json);
            return this;
        }

        String json() {
            fields.computeIfPresent("payload", (name, json) -> json.isEmpty() ? object("", payload) : json);
            return object(duplicate, fields);
        }

        private static String object(String first, Map<String, String> fields) {
            return fields.entrySet().stream()
                    .map(field -> quoted(field.getKey()) + ":" + field.getValue())
                    .collect(Collectors.joining(",", "{" + first, "}"));
        }

        FuzzedRecord record(String description, Outcome outcome) {
            return new FuzzedRecord(
                    description,
                    outcome,
                    new ProducerRecord<>(
                            TOPIC,
                            aggregate.getBytes(StandardCharsets.UTF_8),
                            json().getBytes(StandardCharsets.UTF_8)));
        }
    }
}
