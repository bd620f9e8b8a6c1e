package swapr.messaging;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One row of the event log.
 *
 * @param parallel false for the newest schema version of a fact, true for the others
 * @param body the record's value, exactly as it goes to Kafka
 */
record LoggedEvent(
        Envelope<?> envelope,
        String topic,
        boolean parallel,
        @Nullable String traceparent,
        String body) {

    // The version is compared with the log itself, so a wrong expected version never leaves a gap. If two transactions
    // have read the same version, the unique index refuses the second.
    private static final String INSERT = """
            with pending as (
              select * from unnest(?::uuid[], ?::text[], ?::text[], ?::int[], ?::text[], ?::bigint[], ?::bigint[],
                                   ?::timestamptz[], ?::text[], ?::text[], ?::boolean[], ?::text[]) with ordinality
                as e (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version, logged_version,
                      occurred_at, correlation_id, traceparent, parallel, body, place)),
            logged as (
              insert into event_log (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                                     occurred_at, correlation_id, traceparent, parallel, body)
              select event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                     occurred_at, correlation_id, traceparent, parallel, body::json
              from pending
              where logged_version = (select coalesce(max(l.aggregate_version), 0) from event_log l
                                      where l.aggregate_id = pending.aggregate_id and not l.parallel)
              order by place
              returning position)
            insert into outbox (event) select position from logged order by position""";

    /**
     * Inserts events into the log and the outbox, with one statement.
     *
     * @param loggedVersion the version of an aggregate in the log, as the transaction has read it
     * @return the number of inserted events; events of an aggregate with another version are left out
     */
    static int insert(JdbcTemplate jdbc, List<LoggedEvent> events, ToLongFunction<String> loggedVersion) {
        return jdbc.update(
                INSERT,
                envelopes(events, UUID[]::new, Envelope::eventId),
                column(events, String[]::new, LoggedEvent::topic),
                envelopes(events, String[]::new, Envelope::eventType),
                envelopes(events, Integer[]::new, Envelope::schemaVersion),
                envelopes(events, String[]::new, Envelope::aggregateId),
                envelopes(events, Long[]::new, Envelope::aggregateVersion),
                envelopes(events, Long[]::new, each -> loggedVersion.applyAsLong(each.aggregateId())),
                envelopes(events, String[]::new, each -> each.timestamp().toString()),
                envelopes(events, String[]::new, Envelope::correlationId),
                column(events, String[]::new, LoggedEvent::traceparent),
                column(events, Boolean[]::new, LoggedEvent::parallel),
                column(events, String[]::new, LoggedEvent::body));
    }

    private static <T extends @Nullable Object> T[] column(
            List<LoggedEvent> events, IntFunction<T[]> array, Function<LoggedEvent, T> value) {
        return events.stream().map(value).toArray(array);
    }

    private static <T> T[] envelopes(List<LoggedEvent> events, IntFunction<T[]> array, Function<Envelope<?>, T> value) {
        return column(events, array, event -> value.apply(event.envelope()));
    }
}
