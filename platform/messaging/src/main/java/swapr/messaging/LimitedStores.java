package swapr.messaging;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Limits how many results of commands are stored at once. A hundred commands can fail in the same moment. Without the
 * limit they take all ten connections of the service, and requests wait for a connection until they time out.
 */
final class LimitedStores {

    private static final int AT_ONCE = 3;

    private final Semaphore permits = new Semaphore(AT_ONCE, true);
    private final TransactionTemplate transaction;

    LimitedStores(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    void run(Runnable action) {
        var _ = inTransaction(() -> {
            action.run();
            return true;
        });
    }

    /** Runs in a transaction. A call inside of a transaction joins it and needs no permit. */
    <T extends @Nullable Object> T inTransaction(Supplier<T> action) {
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? transaction.execute(status -> action.get())
                : withPermit(() -> transaction.execute(status -> action.get()));
    }

    <T extends @Nullable Object> T withPermit(Supplier<T> statement) {
        permits.acquireUninterruptibly();
        try {
            return statement.get();
        } finally {
            permits.release();
        }
    }
}
