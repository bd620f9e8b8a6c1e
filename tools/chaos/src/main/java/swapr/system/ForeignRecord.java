package swapr.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that no service has written.
 *
 * @param malformed true if it is no event, so that each consumer of the topic must park it
 * @param unknownVersion true if no consumer can read its schema version
 */
record ForeignRecord(ProducerRecord<byte[], byte[]> record, boolean malformed, boolean unknownVersion) {

    /** The number of records of {@link #garbage} and {@link #tooLarge} together. */
    static final int GARBAGE = 9;

    /** A readable record. */
    static ForeignRecord good(ProducerRecord<byte[], byte[]> record) {
        return new ForeignRecord(record, false, false);
    }

    /** A record that is no event. */
    static ForeignRecord malformed(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new ForeignRecord(new ProducerRecord<>(topic, key, value), true, false);
    }

    /** An event with a schema version that no consumer can read. */
    static ForeignRecord unknownVersion(ProducerRecord<byte[], byte[]> record) {
        return new ForeignRecord(record, false, true);
    }

    /** The event of a closed account. */
    static ForeignRecord erased(String user) {
        return user(user, "UserErased", 9, "{\"user_id\":\"%s\"}".formatted(user));
    }

    /** Records that are no events, an unknown event type, and an unknown schema version. */
    static List<ForeignRecord> garbage(String topic, String handledType) {
        String stranger = stranger();
        var all = new ArrayList<ForeignRecord>();
        for (var value : Arrays.asList(
                FuzzTexts.bytes("garbage \u0000\u0001 that is no JSON"),
                new byte[0],
                null,
                FuzzTexts.bytes("[".repeat(100_000)),
                FuzzTexts.bytes("{\"event_id\":7}"))) {
            all.add(malformed(topic, FuzzTexts.bytes(stranger), value));
        }
        all.add(malformed(topic, null, FuzzTexts.bytes("\"without a key\"")));
        all.add(good(event(topic, stranger(), "SomethingUnheardOf", 1, 1, "{}")));
        all.add(unknownVersion(event(topic, stranger(), handledType, 99, 1, "{}")));
        return all;
    }

    /** A record of 1.1 MB. The topics accept 1 MiB. */
    static ForeignRecord tooLarge(String topic) {
        return malformed(topic, FuzzTexts.bytes(stranger()), new byte[1_100_000]);
    }

    /** The first event of a user without its required fields, followed by two valid ones. */
    static List<ForeignRecord> poison(String user) {
        return List.of(
                user(user, "UserRegistered", 1, "{}"),
                user(user, "UserProfileChanged", 2, named(user, "Second")),
                user(user, "UserProfileChanged", 3, named(user, "Third")));
    }

    /**
     * A record that is no JSON, followed by two valid events of the same key. The aggregate of the first one is
     * unknown, so the others do not wait for it.
     */
    static List<ForeignRecord> garbageAndEvents(String user) {
        return List.of(
                malformed("user-events", FuzzTexts.bytes("user:" + user), FuzzTexts.bytes("garbage that is no JSON")),
                user(user, "UserRegistered", 1, named(user, "First")),
                user(user, "UserProfileChanged", 2, named(user, "Second")));
    }

    /** The first event of a user in a schema version that no consumer can read, followed by two valid ones. */
    static List<ForeignRecord> version99(String user) {
        return List.of(
                unknownVersion(event("user-events", "user:" + user, "UserRegistered", 99, 1, "{}")),
                user(user, "UserProfileChanged", 2, named(user, "Second")),
                user(user, "UserProfileChanged", 3, named(user, "Third")));
    }

    /** Three events of a user, with version 3 before version 2. */
    static List<ForeignRecord> swapped(String user) {
        return List.of(
                user(user, "UserRegistered", 1, named(user, "First")),
                user(user, "UserProfileChanged", 3, named(user, "Third")),
                user(user, "UserProfileChanged", 2, named(user, "Second")));
    }

    private static ForeignRecord user(String user, String type, int version, String payload) {
        return good(event("user-events", "user:" + user, type, 1, version, payload));
    }

    private static String named(String user, String name) {
        return "{\"user_id\":\"%s\",\"name\":\"%s\",\"email\":\"%s@chaos.example\"}".formatted(user, name, user);
    }

    private static ProducerRecord<byte[], byte[]> event(
            String topic, String aggregate, String type, int schema, int version, String payload) {
        return new ProducerRecord<>(topic, FuzzTexts.bytes(aggregate), FuzzTexts.bytes("""
                {"event_id":"%s","event_type":"%s","schema_version":%d,"aggregate_id":"%s","aggregate_version":%d,\
                "actor":"service:chaos","timestamp":"2026-01-01T00:00:00Z","correlation_id":"%s",\
                "causation_id":"chaos","payload":%s}""".formatted(
                        UUID.randomUUID(), type, schema, aggregate, version, aggregate, payload)));
    }

    private static String stranger() {
        return "stranger:" + UUID.randomUUID();
    }
}
