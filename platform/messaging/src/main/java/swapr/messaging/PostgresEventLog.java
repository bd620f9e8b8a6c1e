package swapr.messaging;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.JsonNode;

/**
 * The event log in the service's schema. One statement per message checks the version, appends, and fills the outbox.
 */
final class PostgresEventLog implements EventLog {

    /** Below Kafka's default {@code max.message.bytes} of 1 MiB, with room for headers. */
    static final int MAX_BYTES = 900 * 1024;

    // The version is compared with the log itself, so a wrong expected version never leaves a gap. If two transactions
    // have read the same version, the unique index refuses the second.
    private static final String APPEND = """
            with logged as (
              insert into event_log (event_id, topic, event_type, schema_version, aggregate_id, aggregate_version,
                                     occurred_at, correlation_id, traceparent, parallel, body)
              select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json
              where (select coalesce(max(aggregate_version), 0) from event_log
                     where aggregate_id = ? and not parallel) = ?
              returning position)
            insert into outbox (event) select position from logged""";

    private static final String VERSION =
            "select coalesce(max(aggregate_version), 0) from event_log where aggregate_id = ? and not parallel";

    private final JdbcTemplate jdbc;
    private final EventTypes types;
    private final EventCodec codec;
    private final Traces traces;
    private final String service;
    private final TransactionSynchronization wakeRelay;

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
        this.wakeRelay = new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                afterCommit.run();
            }
        };
    }

    @Override
    public void append(String aggregateId, long expectedVersion, Object... messages) {
        Instant now = time();
        if (messages.length == 0) {
            throw new IllegalArgumentException("append needs at least one message");
        }
        EventContext context = EventContext.current(service);
        long version = expectedVersion;
        for (Object message : messages) {
            appendFact(aggregateId, version++, types.versionsOf(message), now, context);
        }
        // The same object each time, so that a transaction with several appends wakes the relay once.
        TransactionSynchronizationManager.registerSynchronization(wakeRelay);
    }

    /** @param versions the fact in all versions that are published, the newest last */
    private void appendFact(
            String aggregateId, long expectedVersion, List<Object> versions, Instant now, EventContext context) {
        UUID factId = Ids.next();
        Envelope.Versions parallel = versions.size() == 1
                ? null
                : new Envelope.Versions(
                        factId,
                        versions.stream().map(each -> types.of(each).version()).toList());
        for (int i = 0; i < versions.size(); i++) {
            EventTypes.Published type = types.of(versions.get(i));
            boolean isFirst = i == 0;
            boolean isNewest = i == versions.size() - 1;
            var envelope = new Envelope<>(
                    isFirst ? factId : Ids.next(),
                    type.name(),
                    type.version(),
                    aggregateId,
                    expectedVersion + 1,
                    context.actor(),
                    now,
                    context.correlationId(),
                    context.causationId(),
                    parallel,
                    versions.get(i));
            append(envelope, type.topic(), !isNewest);
        }
    }

    /** @param parallel false for the newest version of a fact, true for the others */
    private void append(Envelope<?> envelope, String topic, boolean parallel) {
        long expectedVersion = envelope.aggregateVersion() - 1;
        String body = codec.write(envelope);
        refuseUnlessSendable(envelope.eventType(), body);
        try {
            int rows = jdbc.update(
                    APPEND,
                    envelope.eventId(),
                    topic,
                    envelope.eventType(),
                    envelope.schemaVersion(),
                    envelope.aggregateId(),
                    envelope.aggregateVersion(),
                    OffsetDateTime.ofInstant(envelope.timestamp(), ZoneOffset.UTC),
                    envelope.correlationId(),
                    traces.current(),
                    parallel,
                    body,
                    envelope.aggregateId(),
                    expectedVersion);
            if (rows == 0) {
                throw new OptimisticLockingFailureException(
                        envelope.aggregateId() + " is not at version " + expectedVersion + ": load it again");
            }
        } catch (DuplicateKeyException e) {
            throw new OptimisticLockingFailureException(
                    envelope.aggregateId() + " is no longer at version " + expectedVersion + ": load it again", e);
        }
    }

    private static void refuseUnlessSendable(String type, String body) {
        try {
            int bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(body))
                    .remaining();
            if (bytes > MAX_BYTES) {
                throw new IllegalArgumentException(
                        "%s has %d bytes on the wire; at most %d can be sent".formatted(type, bytes, MAX_BYTES));
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(type + " has half a surrogate pair, which UTF-8 cannot hold", e);
        }
    }

    @Override
    public Instant time() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalTransactionStateException(
                    "The event log needs a running transaction, because state and event must commit together");
        }
        return CallTime.now();
    }

    @Override
    public long version(String aggregateId) {
        return Objects.requireNonNull(jdbc.queryForObject(VERSION, Long.class, aggregateId));
    }

    @Override
    public List<Envelope<Object>> read(String aggregateId) {
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
