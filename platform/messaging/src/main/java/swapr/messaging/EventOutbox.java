package swapr.messaging;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The events that are not on Kafka yet. All events are one lane, so that the events of an aggregate keep their order.
 */
record EventOutbox(JdbcTemplate jdbc, RecordFactory records) implements Outbox {

    private static final String OLDEST = """
            select o.position, e.topic, e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.occurred_at, e.correlation_id,
                   e.traceparent, e.body
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
    public List<Pending> oldest(int limit) {
        return jdbc.query(OLDEST, (row, n) -> new Pending(row.getLong("position"), table(), records.event(row)), limit);
    }
}
