package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Builds Kafka records from rows of the event log. The value is the stored body and the key is the aggregate id. The
 * headers follow the CloudEvents 1.0 Kafka protocol binding, binary mode.
 */
final class RecordFactory {

    private final String service;

    RecordFactory(String service) {
        this.service = service;
    }

    ProducerRecord<byte[], byte[]> event(ResultSet row) throws SQLException {
        String topic = row.getString("topic");
        String key = row.getString("aggregate_id");
        String eventId = row.getString("event_id");
        String type = row.getString("event_type");
        var record = new ProducerRecord<>(topic, utf8(key), utf8(row.getString("body")));
        Headers headers = record.headers();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", eventId);
        add(headers, "ce_source", "/" + service);
        add(headers, "ce_type", type);
        add(headers, "ce_subject", key);
        add(
                headers,
                "ce_time",
                row.getObject("occurred_at", OffsetDateTime.class).toInstant().toString());
        add(headers, "ce_dataschema", "urn:swapr:" + topic + ":" + type + ":v" + row.getInt("schema_version"));
        add(headers, "ce_partitionkey", key);
        add(headers, "content-type", "application/json");
        add(headers, "correlation-id", row.getString("correlation_id"));
        add(headers, "idempotency-key", eventId);
        String traceparent = row.getString("traceparent");
        if (traceparent != null) {
            add(headers, Traces.TRACEPARENT, traceparent);
        }
        return record;
    }

    static void add(Headers headers, String name, String value) {
        headers.add(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
