package swapr.system;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that no service has written.
 *
 * @param malformed no event at all: every consumer of the topic must keep it
 * @param unknownVersion an event of a version that nobody reads
 */
record Strange(ProducerRecord<byte[], byte[]> record, boolean malformed, boolean unknownVersion) {

    /** So many things does {@link #garbage} write, and {@link #tooLarge}. */
    static final int GARBAGE = 9;

    /** One that all can read. */
    static Strange good(ProducerRecord<byte[], byte[]> record) {
        return new Strange(record, false, false);
    }

    private static Strange malformed(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        return new Strange(new ProducerRecord<>(topic, key, value), true, false);
    }

    /** What is no event, a type that nobody knows, and a version that nobody reads. */
    static List<Strange> garbage(String topic, String handledType) {
        String stranger = stranger();
        var all = new ArrayList<Strange>();
        for (var value : Arrays.asList(
                bytes("garbage \u0000\u0001 that is no JSON"),
                new byte[0],
                null,
                bytes("[".repeat(100_000)),
                bytes("{\"event_id\":7}"))) {
            all.add(malformed(topic, bytes(stranger), value));
        }
        all.add(malformed(topic, null, bytes("\"without a key\"")));
        all.add(good(event(topic, stranger(), "SomethingUnheardOf", 1, 1, "{}")));
        all.add(new Strange(event(topic, stranger(), handledType, 99, 1, "{}"), false, true));
        return all;
    }

    /** 1.1 MB; the topics take one. */
    static Strange tooLarge(String topic) {
        return malformed(topic, bytes(stranger()), new byte[1_100_000]);
    }

    /** The first event of a user without what it must say, and two good ones behind it. */
    static List<Strange> poison(String user) {
        String key = "user:" + user;
        String named =
                "{\"user_id\":\"%s\",\"name\":\"Stranger\",\"email\":\"%s@chaos.example\"}".formatted(user, user);
        return List.of(
                good(event("user-events", key, "UserRegistered", 1, 1, "{}")),
                good(event("user-events", key, "UserProfileChanged", 1, 2, named)),
                good(event("user-events", key, "UserProfileChanged", 1, 3, named)));
    }

    private static ProducerRecord<byte[], byte[]> event(
            String topic, String aggregate, String type, int schema, int version, String payload) {
        return new ProducerRecord<>(topic, bytes(aggregate), bytes("""
                {"event_id":"%s","event_type":"%s","schema_version":%d,"aggregate_id":"%s","aggregate_version":%d,"actor":"chaos","timestamp":"2026-01-01T00:00:00Z","correlation_id":"chaos","causation_id":"chaos","payload":%s}""".formatted(
                        UUID.randomUUID(), type, schema, aggregate, version, payload)));
    }

    private static String stranger() {
        return "stranger:" + UUID.randomUUID();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
