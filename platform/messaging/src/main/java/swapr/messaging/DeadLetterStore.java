package swapr.messaging;

import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The other side of {@link Parking}: lets kept records be run again, and ends them. A sequence is all open rows of
 * one consumer and key; when its head ends, the next becomes the head. Callers hold a transaction.
 */
final class DeadLetterStore {

    static final String OPEN = "status in ('PARKED', 'WAITING', 'RETRYING')";

    // The first who asks is the one who is noted, until the redrive has ended.
    private static final String REQUEST =
            "update dead_letters set redrive_requested_by = case when redrive_requested_at is null then ? else redrive_requested_by end,"
                    + " redrive_requested_at = coalesce(redrive_requested_at, clock_timestamp()) where status = 'PARKED' and ";

    private final JdbcTemplate jdbc;

    DeadLetterStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The row of a record, whatever has become of it; null when this consumer does not keep it. */
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

    /** Locks one row unless somebody else works on its sequence. */
    @Nullable
    DeadLetter lock(long id) {
        List<DeadLetter> found = jdbc.query(
                "select * from dead_letters where id = ? and " + OPEN + " for update skip locked", DeadLetter::of, id);
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
                returning *""", DeadLetter::of, leaseSeconds, limit);
    }

    /** Notes that an attempt of a command failed, and when the next one is due. */
    void tryAgain(long id, Throwable failure, double pauseSeconds) {
        jdbc.update(
                "update dead_letters set attempts = attempts + 1, exception = ?, message = ?, next_attempt_at = now() + make_interval(secs => ?) where id = ? and status = 'RETRYING'",
                Failures.kind(failure),
                Failures.summary(failure),
                pauseSeconds,
                id);
    }

    /** Makes a command due after a pause; it has not failed. */
    void putBack(long id, String why, double pauseSeconds) {
        jdbc.update(
                "update dead_letters set message = ?, next_attempt_at = now() + make_interval(secs => ?) where id = ? and status = 'RETRYING'",
                why,
                pauseSeconds,
                id);
    }

    /** Ends a command that was carried out; false when it had ended before. Nothing waits behind a command. */
    boolean resolve(long id) {
        return jdbc.update(
                        "update dead_letters set status = 'RESOLVED', resolved_at = now(), redrive_requested_at = null where id = ? and "
                                + OPEN,
                        id)
                > 0;
    }

    /** Makes a parked command due at once. */
    void retryNow(long id) {
        jdbc.update(
                "update dead_letters set status = 'RETRYING', next_attempt_at = now(), redrive_requested_at = null where id = ?",
                id);
    }

    /** Parks a command for good; false when it had ended before. */
    boolean giveUp(long id, Throwable failure) {
        if (jdbc.update("update dead_letters set status = 'PARKED' where id = ? and status = 'RETRYING'", id) == 0) {
            return false;
        }
        failed(id, failure);
        jdbc.update("insert into dead_letter_outbox (dead_letter) values (?)", id);
        return true;
    }

    /** Notes that a redrive begins; false when somebody else is at it, or nobody has asked for it any more. */
    boolean start(long id) {
        return jdbc.update("""
                update dead_letters set redrive_started_at = clock_timestamp() where id = (
                  select id from dead_letters where id = ? and status = 'PARKED' and redrive_requested_at is not null for update skip locked)""", id) > 0;
    }

    /** Notes that an attempt failed; the row stays where it is. */
    void failed(long id, Throwable failure) {
        jdbc.update(
                "update dead_letters set attempts = attempts + 1, redrives = redrives + (redrive_started_at is not null)::int, exception = ?, message = ?, redrive_requested_at = null, redrive_started_at = null where id = ?",
                Failures.kind(failure),
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
                update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id = (
                  select min(id) from dead_letters where consumer = ? and sequence_key = ? and status = 'WAITING')
                and not exists (select 1 from dead_letters where consumer = ? and sequence_key = ? and status = 'PARKED')""", letter.consumer(), letter.sequenceKey(), letter.consumer(), letter.sequenceKey());
    }

    /** Ends a row because an operator gives it up. */
    void discard(DeadLetter letter, String reason, String actor) {
        close(letter, "DISCARDED", reason);
        jdbc.update("update dead_letters set discarded_by = ? where id = ?", actor, letter.id());
    }

    /**
     * Gives up parked heads, at most a thousand, and moves the next of each sequence to its head. A head that is being run
     * at this moment is left out.
     *
     * @param consumer whose; null for any
     * @param handler that failed; null for any
     * @param exception with which it failed; null for any
     * @return how many those were
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
                  update dead_letters set status = 'DISCARDED', reason = ?, discarded_by = ?, resolved_at = now(), redrive_requested_at = null
                  where id in (
                    select id from dead_letters
                    where status = 'PARKED' and redrive_requested_at is null and (?::text is null or consumer = ?)
                      and (?::text is null or handler = ?) and (?::text is null or exception = ?)
                    order by id limit 1000 for update skip locked)
                  returning consumer, sequence_key, event_id),
                settled as (
                  update processed_events p set outcome = 'discarded' from gone where p.consumer = gone.consumer and p.event_id = gone.event_id),
                next as (
                  update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id in (
                    select min(w.id) from dead_letters w join gone using (consumer, sequence_key) where w.status = 'WAITING'
                    group by w.consumer, w.sequence_key))
                select count(*) from gone""", Integer.class, reason, actor, consumer, consumer, handler, handler, exception, exception);
        return discarded == null ? 0 : discarded;
    }

    /** Asks for the redrive of one head; returns how many rows that was: 0 when there is no such head. */
    int request(String actor, long id) {
        return jdbc.update(REQUEST + "id = ?", actor, id);
    }

    /**
     * Asks for the redrive of all parked heads that are so; what is null is any. Asking again changes nothing.
     *
     * @param actor who asks
     * @return how many those are
     */
    int request(
            String actor,
            @Nullable String consumer,
            @Nullable String key,
            @Nullable String handler,
            @Nullable String exception) {
        return jdbc.update(
                REQUEST
                        + "(?::text is null or consumer = ?) and (?::text is null or sequence_key = ?) and (?::text is null or handler = ?) and (?::text is null or exception = ?)",
                actor,
                consumer,
                consumer,
                key,
                key,
                handler,
                handler,
                exception,
                exception);
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
}
