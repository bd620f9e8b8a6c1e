package swapr.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * The JSON on the wire. It has a mapper of its own, so that what a service does to its REST mapper can never change an
 * event. Writing: snake_case, absent instead of null. Reading: unknown fields are ignored, but a missing field or a
 * number where a string belongs is an error, not a silent null.
 */
final class Wire {

    /** What a record on a topic turned out to be. */
    sealed interface Incoming {
        ConsumerRecord<byte[], byte[]> record();
    }

    /** A well-formed event, payload still unread. */
    record Event(ConsumerRecord<byte[], byte[]> record, Envelope<JsonNode> envelope) implements Incoming {}

    /** Bytes that are no event. */
    record Malformed(ConsumerRecord<byte[], byte[]> record, RuntimeException problem) implements Incoming {}

    /** A well-formed event that this consumer should understand and does not. Trying again will not help. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreadable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .withCoercionConfig(
                    LogicalType.Textual,
                    strict -> strict.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    String write(Envelope<?> envelope) {
        return json.writeValueAsString(envelope);
    }

    Incoming read(ConsumerRecord<byte[], byte[]> record) {
        try {
            byte[] value = record.value();
            if (value == null || value.length == 0) {
                throw new IllegalArgumentException("the record has no value");
            }
            return new Event(record, envelope(json.readTree(value)));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return new Malformed(record, e);
        }
    }

    Envelope<JsonNode> read(String body) {
        return envelope(json.readTree(body));
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

    private static Envelope<JsonNode> envelope(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        JsonNode payload = required(node, "payload");
        JsonNode schemaVersion = required(node, "schema_version");
        JsonNode aggregateVersion = required(node, "aggregate_version");
        if (!payload.isObject() || !schemaVersion.isInt() || !aggregateVersion.isIntegralNumber()) {
            throw new IllegalArgumentException("payload, schema_version or aggregate_version has the wrong type");
        }
        return new Envelope<>(
                UUID.fromString(text(node, "event_id")),
                text(node, "event_type"),
                schemaVersion.intValue(),
                text(node, "aggregate_id"),
                aggregateVersion.longValue(),
                text(node, "actor"),
                Instant.parse(text(node, "timestamp")),
                text(node, "correlation_id"),
                node.hasNonNull("causation_id") ? text(node, "causation_id") : null,
                node.hasNonNull("told") ? told(node.get("told")) : null,
                payload);
    }

    private static Envelope.Told told(JsonNode node) {
        JsonNode versions = required(node, "versions");
        if (!versions.isArray() || !versions.valueStream().allMatch(JsonNode::isInt)) {
            throw new IllegalArgumentException("told.versions is no list of versions");
        }
        return new Envelope.Told(
                UUID.fromString(text(node, "fact_id")),
                versions.valueStream().map(JsonNode::intValue).toList());
    }

    private static JsonNode required(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException("the field " + field + " is missing");
        }
        return value;
    }

    private static String text(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isString()) {
            throw new IllegalArgumentException("the field " + field + " is not a string");
        }
        return value.stringValue();
    }
}
