package swapr.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads and writes the JSON on the wire. It has its own mapper, so that a service's settings for REST never change an
 * event. Writing: snake_case, and no field instead of null. Reading: unknown fields are ignored. A missing field, or a
 * number instead of a string, is an error and not a silent null.
 *
 * <p>A record is malformed if it is not I-JSON (RFC 7493: UTF-8, unique names, no half surrogate pairs), if it exceeds
 * {@link EnvelopeBounds}, or if its key is not the aggregate id.
 */
final class EventCodec {

    /** A record from a topic: an event, or malformed. */
    sealed interface Incoming {
        ConsumerRecord<byte[], byte[]> record();
    }

    /** A well-formed event. Its payload is not read yet. */
    record Event(ConsumerRecord<byte[], byte[]> record, Envelope<JsonNode> envelope) implements Incoming {}

    /** Bytes that are not an event. */
    record Malformed(ConsumerRecord<byte[], byte[]> record, RuntimeException problem) implements Incoming {}

    /** A well-formed event that this consumer cannot read. Another attempt does not help. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The limits for reading a record. Swapr's events have fewer than 100 tokens, three levels and numbers of sixteen
     * digits. The rest is room for later fields.
     */
    private static final StreamReadConstraints LIMITS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNameLength(256)
            .maxNumberLength(32)
            .maxStringLength(EnvelopeBounds.MAX_BYTES)
            .maxTokenCount(10_000)
            .build();

    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(LIMITS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build())
            .addModule(new SimpleModule().addDeserializer(BigDecimal.class, new Amounts()))
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .withCoercionConfig(
                    LogicalType.Textual,
                    strict -> strict.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    /** @throws IllegalArgumentException if a field is out of its bounds */
    String write(Envelope<?> envelope) {
        return json.writeValueAsString(EnvelopeBounds.checked(envelope));
    }

    Incoming read(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = record.value();
            if (value == null || value.length == 0) {
                throw new IllegalArgumentException("the record has no value");
            }
            if (value.length > EnvelopeBounds.MAX_BYTES) {
                throw new IllegalArgumentException("the record has %d bytes; at most %d are read"
                        .formatted(value.length, EnvelopeBounds.MAX_BYTES));
            }
            Envelope<JsonNode> envelope = read(utf8(value));
            if (!Arrays.equals(record.key(), envelope.aggregateId().getBytes(StandardCharsets.UTF_8))) {
                throw new IllegalArgumentException("the record's key is not its aggregate_id");
            }
            return new Event(record, envelope);
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return new Malformed(record, e);
        }
    }

    private static String utf8(byte[] value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the record's value is not UTF-8: " + e.getMessage());
        }
    }

    Envelope<JsonNode> read(String body) {
        return EnvelopeReader.read(json.readTree(body));
    }

    <T> T payload(Envelope<JsonNode> envelope, Class<T> type) {
        try {
            return json.treeToValue(envelope.payload(), type);
        } catch (JacksonException e) {
            throw new Unreadable(
                    envelope.eventType() + " v" + envelope.schemaVersion() + ": " + e.getOriginalMessage() + " at "
                            + e.getPathReference(),
                    e);
        }
    }
}
