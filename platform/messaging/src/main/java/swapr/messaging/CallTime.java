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
final class CallTime extends ResourceHolderSupport {

    private static final Object KEY = CallTime.class;

    private @Nullable Instant time;

    private CallTime() {}

    /** In microseconds, as PostgreSQL keeps it. Needs a running transaction. */
    static Instant now() {
        CallTime moment = current();
        if (moment == null) {
            moment = new CallTime();
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
        CallTime moment = current();
        if (moment != null) {
            moment.time = null;
        }
    }

    private static @Nullable CallTime current() {
        return (CallTime) TransactionSynchronizationManager.getResource(KEY);
    }
}
