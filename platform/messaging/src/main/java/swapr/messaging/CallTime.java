package swapr.messaging;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The time of the running call. The first request for it reads the clock. All messages that the call appends carry it,
 * so a row and its event can show the same time. A call is a transaction, or one event of a batch.
 */
final class CallTime extends ResourceHolderSupport {

    private static final Object KEY = CallTime.class;

    private @Nullable Instant time;

    private CallTime() {}

    /** Returns the time in microseconds, which is PostgreSQL's precision. Needs a running transaction. */
    static Instant now() {
        CallTime call = current();
        if (call == null) {
            call = new CallTime();
            TransactionSynchronizationManager.bindResource(KEY, call);
            TransactionSynchronizationManager.registerSynchronization(
                    new ResourceHolderSynchronization<>(call, KEY) {});
        }
        Instant now = call.time == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : call.time;
        call.time = now;
        return now;
    }

    /** Clears the time, because each event of a batch reads its own time, after it has waited for its locks. */
    static void forget() {
        CallTime call = current();
        if (call != null) {
            call.time = null;
        }
    }

    private static @Nullable CallTime current() {
        return (CallTime) TransactionSynchronizationManager.getResource(KEY);
    }
}
