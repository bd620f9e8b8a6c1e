package swapr.messaging;

import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads and changes the rows that {@link Parking} has inserted: requests redrives, retries commands, closes rows. A
 * sequence is all open rows of one consumer and sequence key. When its head is closed, the next row becomes the head. A
 * caller that locks a row, closes it or gives it up holds a transaction.
 */
final class DeadLetterStore {

    static final String OPEN = "status in ('PARKED', 'WAITING', 'RETRYING')";

    // The first operator who requests a redrive is stored until the redrive has ended.
    private static final String REQUEST = """
            update dead_letters set
              redrive_requested_by = case when redrive_requested_at is null then ? else redrive_requested_by end,
              redrive_requested_at = coalesce(redrive_requested_at, clock_timestamp())
            where status = 'PARKED' and\s""";

    private final JdbcTemplate jdbc;

    DeadLetterStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The row of a record in any status; null if this consumer has no row for it. */
    @Nullable
    DeadLetter find(String consumer, ConsumerRecord<?, ?> record) {
        List<DeadLetter> found = jdbc.query(
                "select * from dead_letters where (consumer, topic, record_partition, record_offset) = (?, ?, ?, ?)",
                DeadLetter::of,
                consumer,
                record.topic(),
                record.partition(),
                record.offset());
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Locks one open row; null if it is closed, or another transaction holds it. */
    @Nullable
    DeadLetter lock(long id) {
        List<DeadLetter> found = jdbc.query(
                "select * from dead_letters where id = ? and " + OPEN + " for update skip locked", DeadLetter::of, id);
        return found.isEmpty() ? null : found.getFirst();
    }

    /** The heads with a requested redrive, at most 100. */
    List<Long> requested() {
        return jdbc.query("""
                select id from dead_letters where status = 'PARKED' and redrive_requested_at is not null
                order by id limit 100""", (row, n) -> row.getLong(1));
    }

    /** Claims due commands. No other instance can claim them before the lease ends. */
    List<DeadLetter> due(int limit, double leaseSeconds) {
        return jdbc.query("""
                update dead_letters set next_attempt_at = now() + make_interval(secs => ?) where id in (
                  select id from dead_letters where status = 'RETRYING' and next_attempt_at <= now()
                  order by next_attempt_at limit ? for update skip locked)
                returning *""", DeadLetter::of, leaseSeconds, limit);
    }

    /** Stores the failed attempt of a command, and the time of the next attempt. */
    void tryAgain(long id, Throwable failure, double pauseSeconds) {
        jdbc.update("""
                update dead_letters set attempts = attempts + 1, exception = ?, message = ?,
                  next_attempt_at = now() + make_interval(secs => ?)
                where id = ? and status = 'RETRYING'
                """, Failures.kind(failure), Failures.summary(failure), pauseSeconds, id);
    }

    /** Makes a command due after a pause. This does not count as a failed attempt. */
    void putBack(long id, String reason, double pauseSeconds) {
        jdbc.update("""
                update dead_letters set message = ?, next_attempt_at = now() + make_interval(secs => ?)
                where id = ? and status = 'RETRYING'""", reason, pauseSeconds, id);
    }

    /** Closes a command that was processed; false if it was closed before. No row waits behind a command. */
    boolean resolve(long id) {
        return jdbc.update("""
                update dead_letters set status = 'RESOLVED', resolved_at = now(), redrive_requested_at = null
                where id = ? and\s""" + OPEN, id) > 0;
    }

    /** Makes a parked command due immediately. */
    void retryNow(long id) {
        jdbc.update("""
                update dead_letters set status = 'RETRYING', next_attempt_at = now(), redrive_requested_at = null
                where id = ?""", id);
    }

    /** Parks a command after its last attempt; false if it was not RETRYING any more. */
    boolean giveUp(long id, Throwable failure) {
        if (jdbc.update("update dead_letters set status = 'PARKED' where id = ? and status = 'RETRYING'", id) == 0) {
            return false;
        }
        failed(id, failure);
        jdbc.update("insert into dead_letter_outbox (dead_letter) values (?)", id);
        return true;
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
    void close(DeadLetter letter, String status, @Nullable String reason) {
        jdbc.update("""
                update dead_letters set status = ?, reason = ?, resolved_at = now(), redrive_requested_at = null
                where id = ?""", status, reason, letter.id());
        jdbc.update("""
                update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id = (
                  select min(id) from dead_letters where consumer = ? and sequence_key = ? and status = 'WAITING')
                and not exists (
                  select 1 from dead_letters where consumer = ? and sequence_key = ? and status = 'PARKED')
                """, letter.consumer(), letter.sequenceKey(), letter.consumer(), letter.sequenceKey());
    }

    /** Closes a row that an operator discards. */
    void discard(DeadLetter letter, String reason, String actor) {
        close(letter, "DISCARDED", reason);
        jdbc.update("update dead_letters set discarded_by = ? where id = ?", actor, letter.id());
    }

    /**
     * Discards at most 1,000 parked heads that match. The next row of each sequence becomes its head, with a requested
     * redrive. A head that another transaction holds, or that has a requested redrive, is left out.
     *
     * @param consumer the consumer that failed; null matches everything
     * @param handler the handler that failed; null matches everything
     * @param exception the class name of the exception; null matches everything
     * @return the number of discarded heads
     */
    int discard(
            @Nullable String consumer,
            @Nullable String handler,
            @Nullable String exception,
            String reason,
            String actor) {
        Integer discarded = jdbc.queryForObject(
                """
                with gone as (
                  update dead_letters set status = 'DISCARDED', reason = ?, discarded_by = ?, resolved_at = now(),
                    redrive_requested_at = null
                  where id in (
                    select id from dead_letters
                    where status = 'PARKED' and redrive_requested_at is null and (?::text is null or consumer = ?)
                      and (?::text is null or handler = ?) and (?::text is null or exception = ?)
                    order by id limit 1000 for update skip locked)
                  returning consumer, sequence_key, event_id),
                settled as (
                  update processed_events p set outcome = 'discarded' from gone
                  where p.consumer = gone.consumer and p.event_id = gone.event_id),
                next as (
                  update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id in (
                    select min(w.id) from dead_letters w join gone using (consumer, sequence_key)
                    where w.status = 'WAITING'
                    group by w.consumer, w.sequence_key))
                select count(*) from gone
                """, Integer.class, reason, actor, consumer, consumer, handler, handler, exception, exception);
        return discarded == null ? 0 : discarded;
    }

    /** Requests the redrive of one head; returns 1, or 0 if the row is not a parked head. */
    int request(String actor, long id) {
        return jdbc.update(REQUEST + "id = ?", actor, id);
    }

    /**
     * Requests the redrive of every parked head that matches. A null argument matches everything. A second request
     * changes nothing.
     *
     * @param actor the operator who requests it
     * @return the number of heads that match
     */
    int request(
            String actor,
            @Nullable String consumer,
            @Nullable String key,
            @Nullable String handler,
            @Nullable String exception) {
        return jdbc.update(REQUEST + """
                (?::text is null or consumer = ?) and (?::text is null or sequence_key = ?)
                and (?::text is null or handler = ?) and (?::text is null or exception = ?)
                """, actor, consumer, consumer, key, key, handler, handler, exception, exception);
    }

    /** The number of open rows by topic, without commands that are tried again. */
    Map<String, Long> countOpen() {
        Map<String, Long> counts = new HashMap<>();
        jdbc.query(
                "select topic, count(*) from dead_letters where status in ('PARKED', 'WAITING') group by topic",
                (ResultSet row) -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }
}
