package swapr.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Tells an outage from a failure that only looks like one: a driver's exception without a code, or no memory for one
 * statement. An outage stops the consumer until it is over, so it is believed only while the database does not answer
 * either. The database may be back by then; so one record is given a few more deliveries, and after these the failure
 * counts as its own. Used by the one thread of its consumer.
 */
final class OutageDetector {

    /** With the container's pauses of 0.5, 1, 2, 4 and 5 s, a partition waits less than 13 s for one record. */
    static final int MAX_DELIVERIES = 5;

    private final Inbox inbox;
    private @Nullable String suspect;
    private int deliveries;

    OutageDetector(Inbox inbox) {
        this.inbox = inbox;
    }

    /** Of many records, before they are tried one by one. */
    boolean isOutage(Throwable failure) {
        return Failures.isInfrastructure(failure) && !databaseAnswers();
    }

    /** Of one record. */
    boolean isOutage(Throwable failure, ConsumerRecord<?, ?> record) {
        if (!Failures.isInfrastructure(failure)) {
            return false;
        }
        if (!databaseAnswers()) {
            return true;
        }
        String place = Parking.place(record);
        deliveries = place.equals(suspect) ? deliveries + 1 : 1;
        suspect = place;
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
