package swapr.messaging;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code GET /actuator/journey/{id}}: the messages that this service published and processed with one correlation id,
 * at most 500 of each. With {@code ?bodies=true}, each published message has its JSON as on Kafka.
 */
@Endpoint(id = "journey")
final class JourneyEndpoint {

    private final JdbcTemplate jdbc;

    JourneyEndpoint(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @ReadOperation
    Map<String, Object> journey(@Selector String correlationId, @Nullable Boolean bodies) {
        return Map.of(
                "correlation_id", correlationId,
                "published", jdbc.queryForList("""
                        select e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.aggregate_version,
                               e.topic, e.occurred_at, case when ? then e.body::text end as body,
                               not exists (select 1 from outbox o where o.event = e.position) as on_kafka
                        from event_log e where e.correlation_id = ? order by e.position limit 500
                        """, Boolean.TRUE.equals(bodies), correlationId),
                "processed", jdbc.queryForList("""
                        select consumer, event_id, event_type, outcome,
                               to_char(processed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as processed_at
                        from processed_events p where correlation_id = ? order by p.processed_at limit 500
                        """, correlationId));
    }
}
