package swapr.messaging;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@code GET /actuator/balance?until=}: the number of messages that this service published until a moment, and the
 * number that each of its consumers has processed. All services cut at the same moment, because ids of events begin
 * with their time. If the count takes more than two seconds, {@code complete} is false.
 */
@Endpoint(id = "balance")
final class BalanceEndpoint {

    private static final int SECONDS = 2;

    /**
     * One answer.
     *
     * @param complete false if the count took too long; the lists are empty then
     * @param published by topic, type and schema version; parallel versions of one fact count once as {@code facts}
     * @param processed by consumer, type and outcome
     */
    record Balance(
            String until,
            boolean complete,
            List<Map<String, @Nullable Object>> published,
            List<Map<String, @Nullable Object>> processed) {}

    private final JdbcTemplate jdbc;

    BalanceEndpoint(DataSource dataSource) {
        jdbc = new JdbcTemplate(dataSource);
        jdbc.setQueryTimeout(SECONDS);
    }

    @ReadOperation
    WebEndpointResponse<Balance> balance(String until) {
        try {
            return new WebEndpointResponse<>(count(until, firstIdAt(Instant.parse(until))));
        } catch (DateTimeParseException e) {
            return new WebEndpointResponse<>(WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }

    private Balance count(String until, UUID end) {
        try {
            return new Balance(until, true, jdbc.queryForList("""
                    select e.topic, e.event_type, e.schema_version, count(*) as published,
                           count(*) filter (where not e.parallel) as facts, count(o.event) as unsent
                    from event_log e left join outbox o on o.event = e.position
                    where e.event_id < ? group by 1, 2, 3 order by 1, 2, 3""", end), jdbc.queryForList("""
                    select consumer, event_type, outcome, count(*) as facts from processed_events
                    where event_id < ? group by 1, 2, 3 order by 1, 2, 3""", end));
        } catch (QueryTimeoutException e) {
            return new Balance(until, false, List.of(), List.of());
        }
    }

    /** The smallest UUIDv7 of a millisecond. */
    static UUID firstIdAt(Instant time) {
        return new UUID(time.toEpochMilli() << 16 | 0x7000, 1L << 63);
    }
}
