package swapr.messaging;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells trouble with infrastructure, which passes, from trouble with an event, which stays. */
final class Failures {

    private Failures() {}

    /**
     * Whether the database or the broker is away rather than the event bad. SQLSTATE classes: 08 connection, 53 out of
     * resources, 57P operator intervention (shutdown, terminated), 58 system error; and none at all, which no server has
     * sent: so speaks the pool when the connection is gone. Not among them: timeouts of a statement or transaction, which a
     * single slow event can cause.
     */
    static boolean isInfrastructure(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotCreateTransactionException
                    || cause instanceof CannotGetJdbcConnectionException
                    || cause instanceof SQLTransientConnectionException
                    || cause instanceof RetriableException
                    || (cause instanceof SQLException sql && isConnectionState(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConnectionState(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58");
    }

    /** Whether another writer was faster, or two waited for each other: the same event may well succeed at once. */
    static boolean isLostRace(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrencyFailureException) {
                return true;
            }
        }
        return false;
    }

    /** Whether trying again cannot help. */
    static boolean isPermanent(Throwable failure) {
        return failure instanceof Wire.Unreadable;
    }

    /** The root cause in one line, at most 500 characters, without control characters: no database takes all of them. */
    static String summary(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage()).replaceAll("[\\s\\p{Cntrl}]+", " ");
        String line = root.getClass().getSimpleName() + ": " + message;
        return line.length() > 500 ? line.substring(0, 500) : line;
    }
}
