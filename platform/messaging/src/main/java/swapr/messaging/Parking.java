package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * Inserts the dead letters: records that a consumer could not process, in order. A sequence is all open rows of one
 * consumer and sequence key. Its first row, the head, is PARKED and the others are WAITING behind it. So the order of
 * an aggregate's events survives a failure. Callers hold a transaction.
 */
final class Parking {

    private static final String KEEP = """
            with kept as (
              insert into dead_letters (consumer, topic, record_partition, record_offset, sequence_key, record_key,
                                        record_value, header_names, header_values, event_id, event_type,
                                        correlation_id, handler, exception, message, attempts, status,
                                        next_attempt_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
              on conflict do nothing returning id, status)
            insert into dead_letter_outbox (dead_letter) select id from kept where status <> 'RETRYING'""";

    private final JdbcTemplate jdbc;

    Parking(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the keys that have a parked event. Waits for a redrive that is about to finish one of them. */
    Set<String> blocked(String consumer, Collection<String> keys) {
        return new HashSet<>(jdbc.queryForList("""
                select sequence_key from dead_letters
                where consumer = ? and sequence_key = any(?) and status in ('PARKED', 'WAITING')
                for update""", String.class, consumer, keys.toArray(String[]::new)));
    }

    /** Parks a failed event as the head of its sequence. */
    void park(String consumer, EventCodec.Event event, String handler, Throwable failure, int attempts) {
        keep(
                consumer,
                event.record(),
                event.envelope().aggregateId(),
                event.envelope(),
                handler,
                Failures.kind(failure),
                Failures.summary(failure),
                attempts,
                "PARKED",
                0);
    }

    /**
     * The last resort, if the record itself made another method fail: stores the raw bytes and no value derived from
     * them. The row is the head of its sequence, or waits behind the head.
     *
     * @return false if the record was stored before
     */
    boolean keepBytes(String consumer, EventCodec.Incoming incoming, Throwable failure) {
        String sequenceKey = sequenceKey(incoming);
        return keep(
                consumer,
                incoming.record(),
                sequenceKey,
                null,
                "",
                Failures.kind(failure),
                "stored as raw bytes, because its failure could not be stored",
                1,
                blocked(consumer, Set.of(sequenceKey)).isEmpty() ? "PARKED" : "WAITING",
                0);
    }

    private static String sequenceKey(EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Event event -> event.envelope().aggregateId();
            case EventCodec.Malformed malformed -> place(malformed.record());
        };
    }

    /** The position of a record: topic, partition and offset. */
    static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /** Parks a malformed record; false if it was stored before. No row waits behind it, because it has no aggregate. */
    boolean park(String consumer, EventCodec.Malformed malformed) {
        ConsumerRecord<byte[], byte[]> record = malformed.record();
        return keep(
                consumer,
                record,
                sequenceKey(malformed),
                null,
                "",
                Failures.kind(malformed.problem()),
                Failures.summary(malformed.problem()),
                1,
                "PARKED",
                0);
    }

    /** Stores an event behind a dead letter with the same key. */
    void queue(String consumer, EventCodec.Event event) {
        keep(
                consumer,
                event.record(),
                event.envelope().aggregateId(),
                event.envelope(),
                "",
                "",
                "waits behind an earlier event of its key",
                0,
                "WAITING",
                0);
    }

    /** Parks a command that will never succeed. */
    void parkCommand(String consumer, EventCodec.Event event, Throwable failure) {
        keep(
                consumer,
                event.record(),
                event.envelope().eventId().toString(),
                event.envelope(),
                "",
                Failures.kind(failure),
                Failures.summary(failure),
                1,
                "PARKED",
                0);
    }

    /** Stores a failed command, which is tried again after a pause. */
    void retryLater(String consumer, EventCodec.Event event, Throwable failure, double pauseSeconds) {
        keep(
                consumer,
                event.record(),
                event.envelope().eventId().toString(),
                event.envelope(),
                "",
                Failures.kind(failure),
                Failures.summary(failure),
                1,
                "RETRYING",
                pauseSeconds);
    }

    /** Stores a command that has not failed: it still runs, or could not start. */
    void keepForLater(String consumer, EventCodec.Event event, String reason, double pauseSeconds) {
        keep(
                consumer,
                event.record(),
                event.envelope().eventId().toString(),
                event.envelope(),
                "",
                "",
                reason,
                0,
                "RETRYING",
                pauseSeconds);
    }

    private boolean keep(
            String consumer,
            ConsumerRecord<byte[], byte[]> record,
            String sequenceKey,
            @Nullable Envelope<?> envelope,
            String handler,
            String exception,
            String message,
            int attempts,
            String status,
            double pauseSeconds) {
        List<byte[]> names = new ArrayList<>();
        List<byte @Nullable []> values = new ArrayList<>();
        for (Header header : record.headers()) {
            names.add(header.key().getBytes(StandardCharsets.UTF_8));
            values.add(header.value());
        }
        PreparedStatementCreator insert = connection -> {
            var statement = connection.prepareStatement(KEEP);
            Object[] arguments = {
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                sequenceKey,
                record.key(),
                record.value(),
                connection.createArrayOf("bytea", names.toArray(byte[][]::new)),
                connection.createArrayOf("bytea", values.toArray(byte[][]::new)),
                envelope == null ? null : envelope.factId(),
                envelope == null ? null : envelope.eventType(),
                envelope == null ? null : envelope.correlationId(),
                handler,
                exception,
                message,
                attempts,
                status,
                pauseSeconds
            };
            for (int i = 0; i < arguments.length; i++) {
                statement.setObject(i + 1, arguments[i]);
            }
            return statement;
        };
        return jdbc.update(insert) > 0;
    }
}
