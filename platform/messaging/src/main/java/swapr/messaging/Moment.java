package swapr.messaging;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The time of the running call, read from the clock once, when it is first asked for. Everything that the call appends
 * carries it, so a row and its event can show the same time. A call is a transaction, or one event of a batch.
 */
final class Moment extends ResourceHolderSupport {

    private static final Object KEY = Moment.class;

    private @Nullable Instant time;

    private Moment() {}

    /** In microseconds, as PostgreSQL keeps it. Needs a running transaction. */
    static Instant now() {
        Moment moment = current();
        if (moment == null) {
            moment = new Moment();
            TransactionSynchronizationManager.bindResource(KEY, moment);
            TransactionSynchronizationManager.registerSynchronization(
                    new ResourceHolderSynchronization<>(moment, KEY) {});
        }
        Instant now = moment.time == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : moment.time;
        moment.time = now;
        return now;
    }

    /** The next event of the batch has a time of its own, read after it has waited for its locks. */
    static void forget() {
        Moment moment = current();
        if (moment != null) {
            moment.time = null;
        }
    }

    private static @Nullable Moment current() {
        return (Moment) TransactionSynchronizationManager.getResource(KEY);
    }
}
