package swapr.messaging;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.support.DataAccessUtils;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The stored commands: the rows of {@code dead_letters} that are RETRYING. A row is due when its pause has ended. No
 * row waits behind a command. A caller that claims commands, or gives one up, holds a transaction.
 */
final class CommandRetries {

    private final JdbcTemplate jdbc;
    private final DeadLetterStore deadLetters;

    CommandRetries(JdbcTemplate jdbc, DeadLetterStore deadLetters) {
        this.jdbc = jdbc;
        this.deadLetters = deadLetters;
    }

    /** The row of a record in any status; null if this consumer has no row for it. */
    @Nullable
    DeadLetter find(String consumer, ConsumerRecord<?, ?> record) {
        return DataAccessUtils.singleResult(jdbc.query(
                "select * from dead_letters where (consumer, topic, record_partition, record_offset) = (?, ?, ?, ?)",
                DeadLetter::of,
                consumer,
                record.topic(),
                record.partition(),
                record.offset()));
    }

    /** Claims due commands. No other instance can claim them before the lease ends. */
    List<DeadLetter> due(int limit, Duration lease) {
        // PostgreSQL computes an array once. It can repeat a query after "in" for each row, and then exceeds the limit.
        return jdbc.query("""
                update dead_letters set next_attempt_at = now() + make_interval(secs => ?) where id = any (array (
                  select id from dead_letters where status = 'RETRYING' and next_attempt_at <= now()
                  order by next_attempt_at limit ? for update skip locked))
                returning *""", DeadLetter::of, Pauses.seconds(lease), limit);
    }

    /** Stores the failed attempt of a command, and the time of the next attempt. */
    void tryAgain(long id, Throwable failure, Duration pause) {
        jdbc.update("""
                update dead_letters set attempts = attempts + 1, exception = ?, message = ?,
                  next_attempt_at = now() + make_interval(secs => ?)
                where id = ? and status = 'RETRYING'
                """, Failures.kind(failure), Failures.summary(failure), Pauses.seconds(pause), id);
    }

    /** Makes a command due after a pause. This does not count as a failed attempt. */
    void putBack(long id, String reason, Duration pause) {
        jdbc.update("""
                update dead_letters set message = ?, next_attempt_at = now() + make_interval(secs => ?)
                where id = ? and status = 'RETRYING'""", reason, Pauses.seconds(pause), id);
    }

    /** Closes a command that was processed; false if it was closed before. */
    boolean resolve(long id) {
        return jdbc.update("""
                update dead_letters set status = 'RESOLVED', resolved_at = now(), redrive_requested_at = null
                where id = ? and\s""" + DeadLetterStore.OPEN, id) > 0;
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
        deadLetters.failed(id, failure);
        jdbc.update("insert into dead_letter_outbox (dead_letter) values (?)", id);
        return true;
    }
}
