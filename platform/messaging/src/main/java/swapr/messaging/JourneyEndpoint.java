package swapr.messaging;

import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jdbc.core.JdbcTemplate;

/** The messages that this service published and processed with one correlation id, at most 500 of each. */
@Endpoint(id = "journey")
final class JourneyEndpoint {

    private final JdbcTemplate jdbc;

    JourneyEndpoint(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @ReadOperation
    Map<String, Object> journey(@Selector String correlationId) {
        return Map.of(
                "correlation_id", correlationId,
                "published", jdbc.queryForList("""
                        select e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.aggregate_version,
                               e.topic, e.occurred_at,
                               not exists (select 1 from outbox o where o.event = e.position) as on_kafka
                        from event_log e where e.correlation_id = ? order by e.position limit 500""", correlationId),
                "processed", jdbc.queryForList("""
                        select consumer, event_id, event_type, outcome, processed_at
                        from processed_events where correlation_id = ? order by processed_at limit 500
                        """, correlationId));
    }
}
