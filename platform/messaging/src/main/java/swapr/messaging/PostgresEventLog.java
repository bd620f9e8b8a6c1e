package swapr.messaging;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/** The event log in the service's schema. The events of a transaction are written together, before its commit. */
final class PostgresEventLog implements EventLog {

    private static final String VERSION =
            "select coalesce(max(aggregate_version), 0) from event_log where aggregate_id = ? and not parallel";

    private final JdbcTemplate jdbc;
    private final EventTypes types;
    private final EventCodec codec;
    private final Traces traces;
    private final String service;
    private final Runnable afterCommit;

    /** @param afterCommit wakes the relay */
    PostgresEventLog(
            JdbcTemplate jdbc,
            EventTypes types,
            EventCodec codec,
            Traces traces,
            String service,
            Runnable afterCommit) {
        this.jdbc = jdbc;
        this.types = types;
        this.codec = codec;
        this.traces = traces;
        this.service = service;
        this.afterCommit = afterCommit;
    }

    @Override
    public void append(String aggregateId, long expectedVersion, Object... messages) {
        PendingEvents pending = pending();
        if (messages.length == 0) {
            throw new IllegalArgumentException("append needs at least one message");
        }
        EventContext context = EventContext.current(service);
        List<LoggedEvent> rows = new ArrayList<>();
        long version = expectedVersion;
        for (Object message : messages) {
            rows.addAll(rowsOf(aggregateId, ++version, types.versionsOf(message), pending.time(), context));
        }
        pending.add(aggregateId, expectedVersion, rows);
    }

    /** @param versions the fact in all versions that are published, the newest last */
    private List<LoggedEvent> rowsOf(
            String aggregateId, long aggregateVersion, List<Object> versions, Instant now, EventContext context) {
        UUID factId = Ids.next();
        Envelope.Versions parallel = versions.size() == 1
                ? null
                : new Envelope.Versions(
                        factId,
                        versions.stream().map(each -> types.of(each).version()).toList());
        List<LoggedEvent> rows = new ArrayList<>();
        for (Object payload : versions) {
            EventTypes.Published type = types.of(payload);
            var envelope = new Envelope<>(
                    rows.isEmpty() ? factId : Ids.next(),
                    type.name(),
                    type.version(),
                    aggregateId,
                    aggregateVersion,
                    context.actor(),
                    now,
                    context.correlationId(),
                    context.cause(),
                    parallel,
                    payload);
            String body = codec.write(envelope);
            EnvelopeBounds.checkedBody(envelope.eventType(), body);
            boolean isNewest = rows.size() == versions.size() - 1;
            rows.add(new LoggedEvent(envelope, type.topic(), !isNewest, traces.current(), body));
        }
        return rows;
    }

    @Override
    public Instant time() {
        return pending().time();
    }

    private PendingEvents pending() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "The event log needs a running transaction, because state and event must commit together");
        }
        return PendingEvents.ofTransaction(jdbc, afterCommit);
    }

    @Override
    public long version(String aggregateId) {
        PendingEvents pending = PendingEvents.current();
        Long version = pending == null ? null : pending.version(aggregateId);
        return version != null
                ? version
                : Objects.requireNonNull(jdbc.queryForObject(VERSION, Long.class, aggregateId));
    }

    @Override
    public List<Envelope<Object>> read(String aggregateId) {
        PendingEvents pending = PendingEvents.current();
        if (pending != null && pending.version(aggregateId) != null) {
            pending.write();
        }
        return jdbc.query(
                "select body from event_log where aggregate_id = ? and not parallel order by aggregate_version",
                (row, n) -> decode(codec.read(row.getString(1))),
                aggregateId);
    }

    private Envelope<Object> decode(Envelope<JsonNode> stored) {
        EventTypes.Published type = types.named(stored.eventType(), stored.schemaVersion());
        if (type == null) {
            throw new IllegalStateException("%s v%d of %s is stored, but not declared: restore its @EventType"
                    .formatted(stored.eventType(), stored.schemaVersion(), stored.aggregateId()));
        }
        return stored.withPayload(codec.payload(stored, type.type()));
    }
}
