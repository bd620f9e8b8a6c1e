package swapr.messaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.ResourceHolderSupport;

/**
 * The events that a transaction has appended and not yet written. One statement writes all of them before the commit:
 * it compares the versions, inserts into the log, and fills the outbox.
 */
final class PendingEvents extends ResourceHolderSupport {

    /**
     * One row of the log.
     *
     * @param parallel false for the newest schema version of a fact, true for the others
     * @param body the record's value, exactly as it goes to Kafka
     */
    record Row(
            Envelope<?> envelope,
            String topic,
            boolean parallel,
            @Nullable String traceparent,
            String body) {}

    /** The version of an aggregate in the log, and its version after the pending events. */
    private record Versions(long logged, long pending) {}

    // The version is compared with the log itself, so a wrong expected version never leaves a gap. If two transactions
    // have read the same version, the unique index refuses the second.
    private static final String WRITE = """
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

    private final JdbcTemplate jdbc;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Versions> aggregates = new HashMap<>();

    PendingEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The version of an aggregate after its pending events; null if it has none. */
    @Nullable
    Long version(String aggregateId) {
        Versions versions = aggregates.get(aggregateId);
        return versions == null ? null : versions.pending();
    }

    /**
     * Adds the rows of one append.
     *
     * @throws OptimisticLockingFailureException if the aggregate has pending events, and they end at another version
     */
    void add(String aggregateId, long expectedVersion, List<Row> appended) {
        Versions before = aggregates.getOrDefault(aggregateId, new Versions(expectedVersion, expectedVersion));
        if (before.pending() != expectedVersion) {
            throw conflict(aggregateId, null);
        }
        aggregates.put(
                aggregateId,
                new Versions(before.logged(), appended.getLast().envelope().aggregateVersion()));
        rows.addAll(appended);
    }

    /** @throws OptimisticLockingFailureException if another transaction has changed one of the aggregates */
    void write() {
        if (rows.isEmpty()) {
            return;
        }
        String ids = String.join(", ", aggregates.keySet());
        try {
            int written = jdbc.update(
                    WRITE,
                    envelopes(UUID[]::new, Envelope::eventId),
                    column(String[]::new, Row::topic),
                    envelopes(String[]::new, Envelope::eventType),
                    envelopes(Integer[]::new, Envelope::schemaVersion),
                    envelopes(String[]::new, Envelope::aggregateId),
                    envelopes(Long[]::new, Envelope::aggregateVersion),
                    envelopes(Long[]::new, each -> loggedVersion(each.aggregateId())),
                    envelopes(String[]::new, each -> each.timestamp().toString()),
                    envelopes(String[]::new, Envelope::correlationId),
                    column(String[]::new, Row::traceparent),
                    column(Boolean[]::new, Row::parallel),
                    column(String[]::new, Row::body));
            if (written != rows.size()) {
                throw conflict(ids, null);
            }
        } catch (DuplicateKeyException e) {
            throw conflict(ids, e);
        }
        rows.clear();
        aggregates.clear();
    }

    private long loggedVersion(String aggregateId) {
        return Objects.requireNonNull(aggregates.get(aggregateId)).logged();
    }

    private <T extends @Nullable Object> T[] column(IntFunction<T[]> array, Function<Row, T> value) {
        return rows.stream().map(value).toArray(array);
    }

    private <T> T[] envelopes(IntFunction<T[]> array, Function<Envelope<?>, T> value) {
        return column(array, row -> value.apply(row.envelope()));
    }

    private static OptimisticLockingFailureException conflict(String ids, @Nullable Throwable cause) {
        return new OptimisticLockingFailureException(
                "Not at the expected version any more: " + ids + ". Load it again", cause);
    }
}
