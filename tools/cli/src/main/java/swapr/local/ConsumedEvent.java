package swapr.local;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An event that was read from its topic. */
record ConsumedEvent(String topic, JsonNode envelope) {

    String type() {
        return envelope.path("event_type").asString("");
    }

    String id() {
        return envelope.path("event_id").asString("");
    }

    String cause() {
        return envelope.path("causation_id").asString("");
    }

    String correlationId() {
        return envelope.path("correlation_id").asString("");
    }

    Instant happened() {
        return Instant.parse(envelope.path("timestamp").asString(""));
    }

    String payload(String field) {
        return envelope.path("payload").path(field).asString("");
    }
}
