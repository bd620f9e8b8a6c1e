package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The events that are not on Kafka yet. All events are one lane, so that the events of an aggregate keep their order.
 *
 * <p>The value of a record is the stored body and its key is the aggregate id. The headers follow the CloudEvents 1.0
 * Kafka protocol binding, binary mode.
 *
 * @param batch the number of rows that are sent in one transaction
 */
record EventOutbox(JdbcTemplate jdbc, String service, int batch) implements Outbox {

    private static final String OLDEST = """
            select o.position, e.topic, e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.occurred_at,
                   e.correlation_id, e.traceparent, e.body
            from outbox o join event_log e on e.position = o.event
            order by o.position limit ?""";

    @Override
    public String relay() {
        return "relay";
    }

    @Override
    public String table() {
        return "outbox";
    }

    @Override
    public List<Pending> oldest() {
        return jdbc.query(OLDEST, (row, n) -> new Pending(row.getLong("position"), table(), toRecord(row)), batch);
    }

    private ProducerRecord<byte[], byte[]> toRecord(ResultSet row) throws SQLException {
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
