package swapr.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The changes of an operator: requests redrives, and discards dead letters. */
final class OperatorActions {

    // The first operator who requests a redrive is stored until the redrive has ended.
    private static final String REQUEST = """
            update dead_letters set
              redrive_requested_by = case when redrive_requested_at is null then ? else redrive_requested_by end,
              redrive_requested_at = coalesce(redrive_requested_at, clock_timestamp())
            where status = 'PARKED' and\s""";

    private static final String DISCARD = """
            with gone as (
              update dead_letters set status = 'DISCARDED', reason = ?, discarded_by = ?, resolved_at = now(),
                redrive_requested_at = null
              where id = any (array (
                select id from dead_letters
                where status = 'PARKED' and redrive_requested_at is null and (?::text is null or consumer = ?)
                  and (?::text is null or handler = ?) and (?::text is null or exception = ?)
                order by id limit 1000 for update skip locked))
              returning consumer, sequence_key, event_id),
            settled as (
              update processed_events p set outcome = 'discarded' from gone
              where p.consumer = gone.consumer and p.event_id = gone.event_id),
            next as (
              update dead_letters set status = 'PARKED', redrive_requested_at = clock_timestamp() where id in (
                select min(w.id) from dead_letters w join gone using (consumer, sequence_key)
                where w.status = 'WAITING'
                group by w.consumer, w.sequence_key))
            select count(*) from gone""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final DeadLetterStore deadLetters;
    private final Inbox inbox;

    OperatorActions(JdbcTemplate jdbc, TransactionTemplate transaction, DeadLetterStore deadLetters, Inbox inbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.deadLetters = deadLetters;
        this.inbox = inbox;
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

    /** Discards one open row; false if it is closed, or another transaction holds it. */
    boolean discard(long id, String reason, String actor) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            DeadLetter letter = deadLetters.lock(id);
            if (letter == null) {
                return false;
            }
            if (letter.eventId() != null) {
                inbox.settle(letter.consumer(), List.of(letter.eventId()), Inbox.DISCARDED);
            }
            deadLetters.close(letter, DeadLetter.Status.DISCARDED, reason);
            jdbc.update("update dead_letters set discarded_by = ? where id = ?", actor, id);
            return true;
        }));
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
                DISCARD, Integer.class, reason, actor, consumer, consumer, handler, handler, exception, exception);
        return discarded == null ? 0 : discarded;
    }
}
