package swapr.messaging;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code GET /actuator/outbox}: the number of events that are not on Kafka yet, and the oldest 50 of them. */
@Endpoint(id = "outbox")
final class OutboxEndpoint {

    /** The waiting events. Each has the columns of the event log that identify it. */
    record Waiting(long pending, List<Map<String, @Nullable Object>> events) {}

    private final JdbcTemplate jdbc;

    OutboxEndpoint(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @ReadOperation
    Waiting outbox() {
        return new Waiting(
                Objects.requireNonNull(jdbc.queryForObject("select count(*) from outbox", Long.class)),
                jdbc.queryForList("""
                        select e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.topic, e.occurred_at
                        from outbox o join event_log e on e.position = o.event order by o.position limit 50"""));
    }
}
