package swapr.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event or command as it is on the topic, for tests that start with "given this event". It does not use
 * {@code swapr.messaging}, so both must agree on the wire format, not on a class.
 *
 * <pre>{@code
 * TestEvent.of("ListingCreated", "listing:" + id)
 *         .with("listing_id", id)
 *         .with("price", Map.of("amount", "250.00", "currency", "USD"))
 * }</pre>
 *
 * Immutable: each method returns a changed copy. Only {@link #id(UUID)} changes the {@code event_id}.
 */
public record TestEvent(Map<String, @Nullable Object> fields, Map<String, @Nullable Object> payload) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Creates an event of now with schema version 1, aggregate version 1, new ids and no causation id. */
    public static TestEvent of(String type, String aggregateId) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("event_id", UuidCreator.getTimeOrderedEpoch());
        fields.put("event_type", type);
        fields.put("schema_version", 1);
        fields.put("aggregate_id", aggregateId);
        fields.put("aggregate_version", 1);
        fields.put("actor", "anonymous");
        fields.put("timestamp", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        fields.put("correlation_id", UuidCreator.getTimeOrderedEpoch().toString());
        fields.put("causation_id", null);
        return new TestEvent(fields, new LinkedHashMap<>());
    }

    /** Sets a field of the payload to a value of the JDK, or to maps and lists of them. */
    public TestEvent with(String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(payload);
        changed.put(field, value instanceof UUID id ? id.toString() : value);
        return new TestEvent(fields, changed);
    }

    /** Removes a field of the payload. */
    public TestEvent without(String field) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(payload);
        changed.remove(field);
        return new TestEvent(fields, changed);
    }

    public TestEvent id(UUID eventId) {
        return envelope("event_id", eventId);
    }

    public TestEvent version(long aggregateVersion) {
        return envelope("aggregate_version", aggregateVersion);
    }

    public TestEvent schemaVersion(int version) {
        return envelope("schema_version", version);
    }

    public TestEvent actor(String actor) {
        return envelope("actor", actor);
    }

    public TestEvent at(Instant timestamp) {
        return envelope("timestamp", timestamp.toString());
    }

    public TestEvent correlationId(String correlationId) {
        return envelope("correlation_id", correlationId);
    }

    public TestEvent causationId(@Nullable String causationId) {
        return envelope("causation_id", causationId);
    }

    /** Sets any field of the envelope, also to an invalid value. */
    public TestEvent envelope(String field, @Nullable Object value) {
        Map<String, @Nullable Object> changed = new LinkedHashMap<>(fields);
        changed.put(field, value);
        return new TestEvent(changed, payload);
    }

    public UUID id() {
        return UUID.fromString(String.valueOf(fields.get("event_id")));
    }

    public String type() {
        return String.valueOf(fields.get("event_type"));
    }

    /** Returns the record key. */
    public String aggregateId() {
        return String.valueOf(fields.get("aggregate_id"));
    }

    public String correlationId() {
        return String.valueOf(fields.get("correlation_id"));
    }

    /** Returns the record's value. */
    public byte[] json() {
        Map<String, @Nullable Object> envelope = new LinkedHashMap<>(fields);
        envelope.put("payload", payload);
        return JSON.writeValueAsBytes(envelope);
    }

    /** Returns the record's headers: CloudEvents 1.0 in Kafka's binary mode, and Swapr's own. */
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", String.valueOf(fields.get("event_id")));
        headers.put("ce_type", type());
        headers.put("ce_source", "/test");
        headers.put("ce_subject", aggregateId());
        headers.put("ce_time", String.valueOf(fields.get("timestamp")));
        headers.put("ce_partitionkey", aggregateId());
        headers.put("correlation-id", correlationId());
        headers.put("idempotency-key", String.valueOf(fields.get("event_id")));
        headers.put("content-type", "application/json");
        return headers;
    }
}
