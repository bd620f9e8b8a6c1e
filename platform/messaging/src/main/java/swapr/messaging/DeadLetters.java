package swapr.messaging;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;

/**
 * What a consumer could not process, in the order it came. A sequence is all open rows of one consumer and key: its
 * first row is PARKED, the others WAIT behind it, so order per aggregate survives a failure. Callers hold a transaction.
 */
final class DeadLetters {

    /** A kept record. The key of the sequence is the record's key, or its place on the topic when it is no event. */
    record DeadLetter(
            long id,
            String consumer,
            String sequenceKey,
            ConsumerRecord<byte[], byte[]> record,
            @Nullable UUID eventId,
            String status,
            int attempts) {}

    private static final String OPEN = "status in ('PARKED', 'WAITING', 'RETRYING')";
    private static final String KEEP = """
            with kept as (
              insert into dead_letters (consumer, topic, record_partition, record_offset, sequence_key, record_key, record_value, header_names,
                                        header_values, event_id, event_type, correlation_id, handler, exception, message, attempts, status,
                                        next_attempt_at)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() + make_interval(secs => ?))
              on conflict do nothing returning id, status)
            insert into outbox (dead_letter) select id from kept where status <> 'RETRYING'""";
    private static final int MAX_HEADER_BYTES = 4096;

    private final JdbcTemplate jdbc;

    DeadLetters(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Which of these keys have a parked event; waits for a redrive that is just finishing one of them. */
    Set<String> blocked(String consumer, Collection<String> keys) {
        return new HashSet<>(jdbc.queryForList(
                "select sequence_key from dead_letters where consumer = ? and sequence_key = any(?) and status in ('PARKED', 'WAITING') for update",
                String.class,
                consumer,
                keys.toArray(String[]::new)));
    }

    /** Keeps an event that failed, as the head of its sequence. */
    void park(String consumer, Wire.Event event, String handler, Throwable failure, int attempts) {
        keep(
                consumer,
                event.record(),
                event.envelope().aggregateId(),
                event.envelope(),
                handler,
                failure.getClass().getName(),
                Failures.summary(failure),
                attempts,
                "PARKED",
                0);
    }

    /** Keeps bytes that are no event; false when they are kept already. Nothing waits behind them: they belong to no history. */
    boolean park(String consumer, Wire.Malformed malformed) {
        ConsumerRecord<byte[], byte[]> record = malformed.record();
        return keep(
                consumer,
                record,
                record.topic() + "-" + record.partition() + "@" + record.offset(),
                null,
                "",
                malformed.problem().getClass().getName(),
                Failures.summary(malformed.problem()),
                1,
                "PARKED",
                0);
    }

    /** Keeps an event whose key is blocked. */
    void queue(String consumer, Wire.Event event) {
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

    /** Keeps a command that failed, to be tried again after a pause. */
    void retryLater(String consumer, Wire.Event event, Throwable failure, double pauseSeconds) {
        keep(
                consumer,
                event.record(),
                event.envelope().eventId().toString(),
                event.envelope(),
                "",
                failure.getClass().getName(),
                Failures.summary(failure),
                1,
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
        List<String> names = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (Header header : record.headers()) {
            names.add(header.key());
            values.add(header.value() == null ? new byte[0] : header.value());
        }
        PreparedStatementCreator keep = connection -> {
            var statement = connection.prepareStatement(KEEP);
            Object[] arguments = {
                consumer,
                record.topic(),
                record.partition(),
                record.offset(),
                sequenceKey,
                record.key(),
                record.value(),
                connection.createArrayOf("text", names.toArray()),
                connection.createArrayOf("bytea", values.toArray(byte[][]::new)),
                envelope == null ? null : envelope.eventId(),
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
        return jdbc.update(keep) > 0;
    }

    /** The record for the DLQ topic: key, value and headers as they came, with origin and reason beside them. */
    ProducerRecord<byte[], byte[]> record(long id) {
        return jdbc.queryForObject(
                "select * from dead_letters where id = ?",
                (row, n) -> {
                    DeadLetter letter = letter(row, n);
                    var origin = letter.record();
                    var record = new ProducerRecord<>(
                            Topics.deadLetterTopic(origin.topic(), letter.consumer()),
                            origin.partition(),
                            origin.key(),
                            origin.value());
                    int size = 0;
                    for (Header header : origin.headers()) {
                        size += header.key().length() + header.value().length;
                        if (size <= MAX_HEADER_BYTES / 2) {
                            record.headers().add(header);
                        }
                    }
                    Records.add(record.headers(), "dlq-topic", origin.topic());
                    Records.add(record.headers(), "dlq-partition", Integer.toString(origin.partition()));
                    Records.add(record.headers(), "dlq-offset", Long.toString(origin.offset()));
                    Records.add(record.headers(), "dlq-consumer", letter.consumer());
                    Records.add(record.headers(), "dlq-handler", row.getString("handler"));
                    Records.add(record.headers(), "dlq-exception", row.getString("exception"));
                    Records.add(record.headers(), "dlq-message", row.getString("message"));
                    Records.add(record.headers(), "dlq-attempts", Integer.toString(letter.attempts()));
                    return record;
                },
                id);
    }

    /** Locks one row unless somebody else works on its sequence. */
    @Nullable
    DeadLetter lock(long id) {
        List<DeadLetter> found = jdbc.query(
                "select * from dead_letters where id = ? and " + OPEN + " for update skip locked",
                DeadLetters::letter,
                id);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The heads whose redrive was asked for. */
    List<Long> requested() {
        return jdbc.query(
                "select id from dead_letters where status = 'PARKED' and redrive_requested_at is not null order by id limit 100",
                (row, n) -> row.getLong(1));
    }

    /** Claims commands that are due; until the lease ends nobody else gets them. */
    List<DeadLetter> due(int limit, double leaseSeconds) {
        return jdbc.query("""
                update dead_letters set next_attempt_at = now() + make_interval(secs => ?) where id in (
                  select id from dead_letters where status = 'RETRYING' and next_attempt_at <= now() order by next_attempt_at limit ? for update skip locked)
                returning *""", DeadLetters::letter, leaseSeconds, limit);
    }

    void tryAgain(long id, Throwable failure, double pauseSeconds) {
        jdbc.update(
                "update dead_letters set attempts = attempts + 1, exception = ?, message = ?, next_attempt_at = now() + make_interval(secs => ?) where id = ?",
                failure.getClass().getName(),
                Failures.summary(failure),
                pauseSeconds,
                id);
    }

    /** Makes a parked command due at once. */
    void retryNow(long id) {
        jdbc.update(
                "update dead_letters set status = 'RETRYING', next_attempt_at = now(), redrive_requested_at = null where id = ?",
                id);
    }

    /** Parks a command for good. */
    void giveUp(long id, Throwable failure) {
        failed(id, failure);
        jdbc.update("update dead_letters set status = 'PARKED' where id = ?", id);
        jdbc.update("insert into outbox (dead_letter) values (?)", id);
    }

    /** Notes that a redrive failed; the row stays parked. */
    void failed(long id, Throwable failure) {
        jdbc.update(
                "update dead_letters set attempts = attempts + 1, exception = ?, message = ?, redrive_requested_at = null where id = ?",
                failure.getClass().getName(),
                Failures.summary(failure),
                id);
    }

    /** Ends a row and moves the next of its sequence to the head, to be run at once. */
    void close(DeadLetter letter, String status, @Nullable String reason) {
        jdbc.update(
                "update dead_letters set status = ?, reason = ?, resolved_at = now(), redrive_requested_at = null where id = ?",
                status,
                reason,
                letter.id());
        jdbc.update("""
                update dead_letters set status = 'PARKED', redrive_requested_at = now() where id = (
                  select min(id) from dead_letters where consumer = ? and sequence_key = ? and status = 'WAITING')
                and not exists (select 1 from dead_letters where consumer = ? and sequence_key = ? and status = 'PARKED')""", letter.consumer(), letter.sequenceKey(), letter.consumer(), letter.sequenceKey());
    }

    /** Asks for the redrive of one head; returns how many rows that was: 0 when there is no such head. */
    int request(long id) {
        return jdbc.update(
                "update dead_letters set redrive_requested_at = coalesce(redrive_requested_at, now()) where id = ? and status = 'PARKED'",
                id);
    }

    /** Asks for the redrive of every parked head. */
    int requestAll() {
        return jdbc.update(
                "update dead_letters set redrive_requested_at = coalesce(redrive_requested_at, now()) where status = 'PARKED'");
    }

    List<Map<String, @Nullable Object>> list(int limit) {
        return jdbc.queryForList(
                "select id, consumer, topic, record_partition, record_offset, sequence_key, event_id, event_type, correlation_id, handler, exception, message, attempts, status, parked_at, next_attempt_at, redrive_requested_at from dead_letters where "
                        + OPEN + " order by id limit ?",
                limit);
    }

    /** Open rows by topic, without commands that are merely being retried. */
    Map<String, Long> countOpen() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                "select topic, count(*) from dead_letters where status in ('PARKED', 'WAITING') group by topic",
                (ResultSet row) -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    private static DeadLetter letter(ResultSet row, int n) throws SQLException {
        var record = new ConsumerRecord<>(
                row.getString("topic"),
                row.getInt("record_partition"),
                row.getLong("record_offset"),
                row.getBytes("record_key"),
                row.getBytes("record_value"));
        String[] names = (String[]) array(row, "header_names");
        byte[][] values = (byte[][]) array(row, "header_values");
        for (int i = 0; i < names.length; i++) {
            record.headers().add(names[i], values[i]);
        }
        return new DeadLetter(
                row.getLong("id"),
                row.getString("consumer"),
                row.getString("sequence_key"),
                record,
                row.getObject("event_id", UUID.class),
                row.getString("status"),
                row.getInt("attempts"));
    }

    private static Object array(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array.getArray();
    }
}
