package swapr.messaging;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.ResourceHolderSupport;
import org.springframework.transaction.support.ResourceHolderSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The events that the running transaction has appended and not yet written, and the time of the running call. One
 * statement writes all events before the commit: it compares the versions, inserts into the log, and fills the outbox.
 *
 * <p>A call is a transaction, or one event of a consumer's batch. All messages that it appends carry its time, so a row
 * and its event can show the same time.
 */
final class PendingEvents extends ResourceHolderSupport {

    /** The version of an aggregate in the log, and its version after the pending events. */
    private record Versions(long logged, long pending) {}

    private final JdbcTemplate jdbc;
    private final List<LoggedEvent> rows = new ArrayList<>();
    private final Map<String, Versions> aggregates = new HashMap<>();
    private @Nullable Instant time;
    private boolean hasWritten;

    private PendingEvents(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The instance of the running transaction; null if the transaction has not used the log yet. */
    static @Nullable PendingEvents current() {
        return (PendingEvents) TransactionSynchronizationManager.getResource(PendingEvents.class);
    }

    /**
     * The instance of the running transaction. The first call registers it.
     *
     * @param afterCommit runs after the commit if events were written
     */
    static PendingEvents ofTransaction(JdbcTemplate jdbc, Runnable afterCommit) {
        PendingEvents current = current();
        if (current != null) {
            return current;
        }
        var pending = new PendingEvents(jdbc);
        TransactionSynchronizationManager.bindResource(PendingEvents.class, pending);
        TransactionSynchronizationManager.registerSynchronization(
                new ResourceHolderSynchronization<PendingEvents, Class<PendingEvents>>(pending, PendingEvents.class) {
                    @Override
                    public void beforeCommit(boolean readOnly) {
                        pending.write();
                    }

                    @Override
                    public void afterCommit() {
                        if (pending.hasWritten) {
                            afterCommit.run();
                        }
                    }
                });
        return pending;
    }

    /** The time of the running call, in microseconds, which is PostgreSQL's precision. */
    Instant time() {
        Instant now = time == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : time;
        time = now;
        return now;
    }

    /** Begins another call. It reads its own time, after it has waited for its locks. */
    static void nextCall() {
        PendingEvents current = current();
        if (current != null) {
            current.time = null;
        }
    }

    /** The version of an aggregate after its pending events; null if it has none. */
    @Nullable
    Long version(String aggregateId) {
        Versions versions = aggregates.get(aggregateId);
        return versions == null ? null : versions.pending();
    }

    /**
     * Adds the rows of one append.
     *
     * @throws OptimisticLockingFailureException if the aggregate has pending events, and they end at another version
     */
    void add(String aggregateId, long expectedVersion, List<LoggedEvent> appended) {
        Versions before = aggregates.getOrDefault(aggregateId, new Versions(expectedVersion, expectedVersion));
        if (before.pending() != expectedVersion) {
            throw conflict(aggregateId, null);
        }
        aggregates.put(
                aggregateId,
                new Versions(before.logged(), appended.getLast().envelope().aggregateVersion()));
        rows.addAll(appended);
    }

    /** @throws OptimisticLockingFailureException if another transaction has changed one of the aggregates */
    void write() {
        if (rows.isEmpty()) {
            return;
        }
        String ids = String.join(", ", aggregates.keySet());
        try {
            int written = LoggedEvent.insert(jdbc, rows, this::loggedVersion);
            if (written != rows.size()) {
                throw conflict(ids, null);
            }
        } catch (DuplicateKeyException e) {
            throw conflict(ids, e);
        }
        rows.clear();
        aggregates.clear();
        hasWritten = true;
    }

    private long loggedVersion(String aggregateId) {
        return Objects.requireNonNull(aggregates.get(aggregateId)).logged();
    }

    private static OptimisticLockingFailureException conflict(String ids, @Nullable Throwable cause) {
        return new OptimisticLockingFailureException(
                "Not at the expected version any more: " + ids + ". Load it again", cause);
    }
}
