package swapr.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Distinguishes an outage from a failure that only looks like one: a driver's exception without a code, or too little
 * memory for one statement. An outage stops the consumer until it is over, so it also needs a database that does not
 * answer. The database may be back before this check. Therefore one record gets a few more deliveries; after these the
 * failure counts as the record's own. A detector is used by one thread.
 */
final class OutageDetector {

    /** With the container's pauses of 0.5, 1, 2, 4 and 5 s, one record delays its partition by less than 13 s. */
    static final int MAX_DELIVERIES = 5;

    private final Inbox inbox;
    private @Nullable String lastPlace;
    private int deliveries;

    OutageDetector(Inbox inbox) {
        this.inbox = inbox;
    }

    /** For a batch, before its records are tried one by one. */
    boolean isOutage(Throwable failure) {
        return Failures.isInfrastructure(failure) && !databaseAnswers();
    }

    /** For one record. */
    boolean isOutage(Throwable failure, ConsumerRecord<?, ?> record) {
        if (!Failures.isInfrastructure(failure)) {
            return false;
        }
        if (!databaseAnswers()) {
            return true;
        }
        String place = DeadLetter.place(record);
        deliveries = place.equals(lastPlace) ? deliveries + 1 : 1;
        lastPlace = place;
        return deliveries <= MAX_DELIVERIES;
    }

    private boolean databaseAnswers() {
        try {
            inbox.probe();
            return true;
        } catch (DataAccessException | TransactionException e) {
            return false;
        }
    }
}
