package swapr.messaging;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The facts that each consumer has processed. The transaction that applies or parks an event also inserts its row. The
 * primary key makes every later delivery a duplicate, even a concurrent delivery in another instance.
 */
final class Inbox {

    static final String APPLIED = "applied";
    static final String PARKED = "parked";
    static final String DISCARDED = "discarded";

    // Sorted, so that two batches with the same events wait for each other and do not deadlock.
    private static final String CLAIM = """
            insert into processed_events (consumer, event_id, event_type, correlation_id, outcome)
            select ?, id, type, correlation, ? from unnest(?::uuid[], ?::text[], ?::text[]) as e (id, type, correlation)
            order by id
            on conflict do nothing returning event_id""";

    private final JdbcTemplate jdbc;

    Inbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Claims events for a consumer; returns the ids of the facts that were new. */
    Set<UUID> claim(String consumer, Collection<EventCodec.Event> events, String outcome) {
        if (events.isEmpty()) {
            return Set.of();
        }
        UUID[] ids = new UUID[events.size()];
        String[] types = new String[events.size()];
        String[] correlations = new String[events.size()];
        int i = 0;
        for (EventCodec.Event event : events) {
            ids[i] = event.envelope().factId();
            types[i] = event.envelope().eventType();
            correlations[i++] = event.envelope().correlationId();
        }
        return new HashSet<>(jdbc.queryForList(CLAIM, UUID.class, consumer, outcome, ids, types, correlations));
    }

    /** Runs a query. Its exception shows that the database does not answer. */
    void probe() {
        jdbc.execute("select 1");
    }

    boolean contains(String consumer, UUID eventId) {
        return !jdbc.queryForList(
                        "select 1 from processed_events where consumer = ? and event_id = ?",
                        Integer.class,
                        consumer,
                        eventId)
                .isEmpty();
    }

    /** Changes the outcome of claimed events: parked behind a dead letter, applied by a redrive, or discarded. */
    void settle(String consumer, List<UUID> eventIds, String outcome) {
        jdbc.update(
                "update processed_events set outcome = ? where consumer = ? and event_id = any(?)",
                outcome,
                consumer,
                eventIds.toArray(UUID[]::new));
    }
}
