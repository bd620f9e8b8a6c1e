package swapr.messaging;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of an {@link Envelope} from JSON, and checks their types and {@link EnvelopeBounds}. */
final class EnvelopeReader {

    private EnvelopeReader() {}

    /**
     * Reads an envelope. Its payload stays JSON.
     *
     * @throws IllegalArgumentException if a field is missing, has the wrong type, or is out of its bounds
     */
    static Envelope<JsonNode> read(JsonNode node) {
        if (!node.isObject()) {
            throw new IllegalArgumentException("the record's value is not a JSON object");
        }
        JsonNode payload = required(node, "payload");
        JsonNode schemaVersion = required(node, "schema_version");
        JsonNode aggregateVersion = required(node, "aggregate_version");
        if (!payload.isObject()
                || !schemaVersion.isInt()
                || !aggregateVersion.isIntegralNumber()
                || !aggregateVersion.canConvertToLong()) {
            throw new IllegalArgumentException("payload, schema_version or aggregate_version has the wrong type");
        }
        if (isUnstorable(payload)) {
            throw new IllegalArgumentException("payload has U+0000 or half a surrogate pair");
        }
        return EnvelopeBounds.checked(new Envelope<>(
                EnvelopeBounds.uuid("event_id", text(node, "event_id")),
                text(node, "event_type"),
                schemaVersion.intValue(),
                text(node, "aggregate_id"),
                aggregateVersion.longValue(),
                text(node, "actor"),
                EnvelopeBounds.timestamp(text(node, "timestamp")),
                text(node, "correlation_id"),
                node.hasNonNull("causation_id") ? text(node, "causation_id") : null,
                parallelVersions(node),
                payload));
    }

    /** Whether PostgreSQL cannot store a text of the payload. */
    private static boolean isUnstorable(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> isUnstorable(node.stringValue());
            case ARRAY -> node.valueStream().anyMatch(EnvelopeReader::isUnstorable);
            case OBJECT ->
                node.properties().stream()
                        .anyMatch(field -> isUnstorable(field.getKey()) || isUnstorable(field.getValue()));
            default -> false;
        };
    }

    private static boolean isUnstorable(String text) {
        return text.codePoints().anyMatch(each -> each == 0 || CleanText.isSurrogate(each));
    }

    /** Events from before December 2026 have the field "told" with the same content. */
    private static Envelope.@Nullable Versions parallelVersions(JsonNode envelope) {
        JsonNode node =
                envelope.hasNonNull("parallel_versions") ? envelope.get("parallel_versions") : envelope.get("told");
        if (node == null || node.isNull()) {
            return null;
        }
        JsonNode versions = required(node, "versions");
        if (!versions.isArray() || !versions.valueStream().allMatch(JsonNode::isInt)) {
            throw new IllegalArgumentException("parallel_versions.versions is not a list of versions");
        }
        return new Envelope.Versions(
                EnvelopeBounds.uuid("parallel_versions.fact_id", text(node, "fact_id")),
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
