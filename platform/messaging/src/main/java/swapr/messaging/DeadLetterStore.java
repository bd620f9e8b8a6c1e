package swapr.messaging;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Stores the dead letters, records that a consumer could not process, in sequences. A sequence is all open rows of one
 * consumer and sequence key. Its first row, the head, is PARKED and the others are WAITING behind it. When the head is
 * closed, the next row becomes the head. So the order of an aggregate's events survives a failure. Callers hold a
 * transaction.
 */
final class DeadLetterStore {

    static final String OPEN = "status in ('PARKED', 'WAITING', 'RETRYING')";

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

    DeadLetterStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Returns the keys that have a parked event. Waits for a redrive that is about to finish one of them. */
    Set<String> blocked(String consumer, Collection<String> keys) {
        return new HashSet<>(jdbc.queryForList("""
                select sequence_key from dead_letters
                where consumer = ? and sequence_key = any(?) and status in ('PARKED', 'WAITING')
                for update""", String.class, consumer, keys.toArray(String[]::new)));
    }

    /** Stores a record; false if it was stored before. */
    boolean keep(NewDeadLetter letter) {
        ConsumerRecord<byte[], byte[]> record = letter.record();
        Header[] headers = record.headers().toArray();
        Envelope<?> envelope = letter.envelope();
        NewDeadLetter.Reason reason = letter.reason();
        return jdbc.update(
                        KEEP,
                        letter.consumer(),
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        letter.sequenceKey(),
                        record.key(),
                        record.value(),
                        Arrays.stream(headers).map(header -> utf8(header.key())).toArray(byte[][]::new),
                        Arrays.stream(headers).map(Header::value).toArray(byte[][]::new),
                        envelope == null ? null : envelope.factId(),
                        envelope == null ? null : envelope.eventType(),
                        envelope == null ? null : envelope.correlationId(),
                        reason.handler(),
                        reason.exception(),
                        reason.message(),
                        reason.attempts(),
                        letter.status().name(),
                        Pauses.seconds(letter.pause()))
                > 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The last resort, if the record itself made {@link #keep} fail: stores the raw bytes and no value derived from
     * them. The row is the head of its sequence, or waits behind the head.
     *
     * @return false if the record was stored before
     */
    boolean keepBytes(String consumer, EventCodec.Incoming incoming, Throwable failure) {
        var message = "stored as raw bytes, because its failure could not be stored";
        var reason = new NewDeadLetter.Reason("", Failures.kind(failure), message, 1);
        boolean isHead =
                blocked(consumer, Set.of(NewDeadLetter.sequenceKey(incoming))).isEmpty();
        var status = isHead ? DeadLetter.Status.PARKED : DeadLetter.Status.WAITING;
        return keep(NewDeadLetter.bytes(consumer, incoming, reason, status));
    }

    /** Locks one open row; null if it is closed, or another transaction holds it. */
    @Nullable
    DeadLetter lock(long id) {
        String sql = "select * from dead_letters where id = ? and " + OPEN + " for update skip locked";
        return DataAccessUtils.singleResult(jdbc.query(sql, DeadLetter::of, id));
    }

    /** The heads with a requested redrive, at most 100. */
    List<Long> requested() {
        return jdbc.query("""
                select id from dead_letters where status = 'PARKED' and redrive_requested_at is not null
                order by id limit 100""", (row, n) -> row.getLong(1));
    }

    /** Marks the start of a redrive; false if another transaction holds the row, or the request has ended. */
    boolean start(long id) {
        return jdbc.update("""
                update dead_letters set redrive_started_at = clock_timestamp() where id = (
                  select id from dead_letters where id = ? and status = 'PARKED' and redrive_requested_at is not null
                  for update skip locked)""", id) > 0;
    }

    /** Stores a failed attempt and ends the redrive. The row keeps its status. */
    void failed(long id, Throwable failure) {
        jdbc.update("""
                update dead_letters set attempts = attempts + 1, exception = ?, message = ?,
                  redrives = redrives + (redrive_started_at is not null)::int,
                  redrive_requested_at = null, redrive_started_at = null
                where id = ?""", Failures.kind(failure), Failures.summary(failure), id);
    }

    /** Closes a row. The next row of its sequence becomes the head, with a requested redrive. */
    void close(DeadLetter letter, DeadLetter.Status status, @Nullable String reason) {
        jdbc.update("""
                update dead_letters set status = ?, reason = ?, resolved_at = now(), redrive_requested_at = null
                where id = ?""", status.name(), reason, letter.id());
        jdbc.update("""
                update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id = (
                  select min(id) from dead_letters where consumer = ? and sequence_key = ? and status = 'WAITING')
                and not exists (
                  select 1 from dead_letters where consumer = ? and sequence_key = ? and status = 'PARKED')
                """, letter.consumer(), letter.sequenceKey(), letter.consumer(), letter.sequenceKey());
    }
}
