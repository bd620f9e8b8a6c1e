package swapr.room;

import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A record on Kafka, with the fields of its envelope and without its payload.
 *
 * @param eventId null if the value is not an envelope
 * @param type the type of the event or command; {@code unreadable} if the value is not an envelope
 * @param publisher the service that writes this topic; null if the choreography is not known yet
 * @param appendedAt the time in the envelope, which the publisher wrote
 * @param storedAt the time when the broker stored the record
 * @param readers the consumer groups that read this type
 */
record KafkaRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String eventId,
        String type,
        int version,
        String key,
        @Nullable String correlationId,
        @Nullable String causationId,
        @Nullable String publisher,
        @Nullable String appendedAt,
        Instant storedAt,
        Set<String> readers) {

    /** A longer text in an envelope is cut, so that a malformed record takes little memory. */
    private static final int LONGEST = 200;

    /** Reads the fields in front of the payload, and stops as soon as it has all of them. */
    static KafkaRecord of(ConsumerRecord<String, byte[]> kafka, Choreography choreography) {
        var head = new Head();
        try {
            head.read(kafka.value());
        } catch (JacksonException e) {
            head.type = null;
        }
        var type = head.type == null ? "unreadable" : head.type;
        return new KafkaRecord(
                kafka.topic(),
                kafka.partition(),
                kafka.offset(),
                head.eventId,
                type,
                head.version,
                kafka.key() == null ? "" : cut(kafka.key()),
                head.correlationId,
                head.causationId,
                choreography.publisher(kafka.topic()),
                head.timestamp,
                Instant.ofEpochMilli(kafka.timestamp()),
                choreography.readers(kafka.topic(), type));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    /** The fields while they are read. */
    private static final class Head {

        private @Nullable String eventId;
        private @Nullable String type;
        private int version;
        private @Nullable String correlationId;
        private @Nullable String causationId;
        private @Nullable String timestamp;

        void read(byte @Nullable [] value) {
            if (value == null) {
                return;
            }
            try (var parser = Json.MAPPER.createParser(value)) {
                if (parser.nextToken() != JsonToken.START_OBJECT) {
                    return;
                }
                for (var name = parser.nextName(); name != null && !name.equals("payload"); name = parser.nextName()) {
                    parser.nextToken();
                    take(name, parser);
                    parser.skipChildren();
                }
            }
        }

        private void take(String name, JsonParser parser) {
            switch (name) {
                case "event_id" -> eventId = cut(parser.getString());
                case "event_type" -> type = cut(parser.getString());
                case "schema_version" -> version = parser.getValueAsInt();
                case "correlation_id" -> correlationId = cut(parser.getString());
                case "causation_id" -> causationId = cut(parser.getString());
                case "timestamp" -> timestamp = cut(parser.getString());
                default -> {}
            }
        }
    }
}
