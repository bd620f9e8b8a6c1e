package swapr.system;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Generates invalid records: samples of the contracts with one fault each. The same seed gives the same faults. The ids
 * are new in each run, so that no record is a duplicate of an earlier one.
 */
final class RecordFuzzer {

    /** In characters; an event with this text is smaller than the limit of 64 KiB. */
    private static final int NEARLY_TOO_LONG = 60_000;

    /** The payload fields with the id of a user. */
    private static final Set<String> USER_FIELDS = Set.of("user_id", "buyer_id", "seller_id");

    private interface Fault {
        ForeignRecord apply(String topic, ObjectNode event);
    }

    private final Random random;
    private final SampleEvents samples;
    private final MalformedEvents malformed;
    private final Set<String> users = new LinkedHashSet<>();
    private final List<Fault> faults = List.of(
            this::withAnotherKey,
            this::noEvent,
            this::ofUnknownType,
            this::ofUnknownVersion,
            this::atTheLimitsOfTime,
            this::withOddPayload,
            this::withOddPayload);

    /** @param root the checkout with {@code contracts/samples} */
    RecordFuzzer(Path root, long seed) {
        this.random = new Random(seed);
        this.samples = new SampleEvents(root);
        this.malformed = new MalformedEvents(random);
    }

    /** All topics and work queues with a sample. */
    Set<String> topics() {
        return samples.topics();
    }

    /** Returns the next record for a topic. */
    ForeignRecord next(String topic) {
        var event = (ObjectNode) Http.JSON.readTree(SampleEvents.withNewIds(pick(samples.of(topic))));
        event.remove(List.of("parallel_versions", "told")); // because the other versions of the fact are missing
        ForeignRecord fuzzed = random.nextInt(5) < 3
                ? ForeignRecord.malformed(topic, key(event), FuzzTexts.bytes(malformed.next(event)))
                : pick(faults).apply(topic, event);
        if (random.nextInt(4) == 0) {
            OddHeaders.addTo(fuzzed.record(), random);
        }
        return fuzzed;
    }

    /** UserErased for each user in the generated payloads. It ends the wait for the address of an unknown user. */
    List<ForeignRecord> erasures() {
        return users.stream().map(ForeignRecord::erased).toList();
    }

    private ForeignRecord withAnotherKey(String topic, ObjectNode event) {
        byte[] key = pick(List.of(
                FuzzTexts.bytes("user:" + UUID.randomUUID()),
                new byte[0],
                FuzzTexts.bytes("\u0000"),
                FuzzTexts.bytes("x".repeat(MalformedEvents.VERY_LONG))));
        return ForeignRecord.malformed(topic, random.nextInt(3) == 0 ? null : key, FuzzTexts.bytes(event.toString()));
    }

    private ForeignRecord noEvent(String topic, ObjectNode event) {
        return ForeignRecord.malformed(topic, key(event), malformed.noEvent(event));
    }

    private ForeignRecord ofUnknownType(String topic, ObjectNode event) {
        return ForeignRecord.good(new ProducerRecord<>(
                topic, key(event), FuzzTexts.bytes(JsonEdits.with(event, "event_type", "\"SomethingUnheardOf\""))));
    }

    private ForeignRecord ofUnknownVersion(String topic, ObjectNode event) {
        return ForeignRecord.unknownVersion(new ProducerRecord<>(
                topic,
                key(event),
                FuzzTexts.bytes(
                        JsonEdits.with(JsonEdits.without(event, "parallel_versions"), "schema_version", "99"))));
    }

    /** A valid event of 1970 or 2199. */
    private ForeignRecord atTheLimitsOfTime(String topic, ObjectNode event) {
        noteUsers(event.path("payload"));
        String time = pick(List.of("1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999999Z"));
        return ForeignRecord.good(new ProducerRecord<>(
                topic, key(event), FuzzTexts.bytes(JsonEdits.with(event, "timestamp", "\"" + time + "\""))));
    }

    /** Random letters, because PostgreSQL compresses an index entry of equal ones. */
    private String longText() {
        int length = random.nextInt(8) == 0 ? NEARLY_TOO_LONG : MalformedEvents.LONGER_THAN_AN_INDEX_ENTRY;
        return random.ints(length, 'a', 'z' + 1).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** A valid envelope with one invalid payload field. Consumers that do not need this field can read it. */
    private ForeignRecord withOddPayload(String topic, ObjectNode event) {
        var payload = (ObjectNode) event.get("payload");
        noteUsers(payload);
        String field = pick(List.copyOf(payload.propertyNames()));
        JsonNode value = payload.get(field);
        String odd = pick(FuzzTexts.PAYLOAD_VALUES);
        String changed = switch (random.nextInt(4)) {
            case 0 -> JsonEdits.without(payload, field).toString();
            case 1 -> JsonEdits.with(payload, field, "\"" + longText() + "\"");
            case 2 ->
                JsonEdits.with(
                        payload,
                        field,
                        value instanceof ObjectNode inner
                                ? JsonEdits.with(inner, pick(List.copyOf(inner.propertyNames())), odd)
                                : odd);
            default -> JsonEdits.with(payload, field, odd);
        };
        return ForeignRecord.good(
                new ProducerRecord<>(topic, key(event), FuzzTexts.bytes(JsonEdits.with(event, "payload", changed))));
    }

    private void noteUsers(JsonNode payload) {
        USER_FIELDS.forEach(field -> payload.path(field).stringValueOpt().ifPresent(users::add));
    }

    private static byte[] key(ObjectNode event) {
        return FuzzTexts.bytes(event.path("aggregate_id").asString());
    }

    private <T extends @Nullable Object> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
