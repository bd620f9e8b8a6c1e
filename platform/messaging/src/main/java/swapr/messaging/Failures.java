package swapr.messaging;

import java.lang.reflect.UndeclaredThrowableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Distinguishes failures of the infrastructure, which pass, from failures of an event, which stay. */
final class Failures {

    private static final int MAX_SUMMARY = 500;
    private static final int MAX_CAUSES = 50;

    private Failures() {}

    /**
     * True if the failure looks like an outage of the database or the broker; {@link OutageDetector} verifies it.
     * SQLSTATE classes: 08 connection, 53 out of resources, 57P operator intervention (shutdown, terminated), 58 system
     * error. A missing SQLSTATE counts too: HikariCP throws such an exception when the connection is closed. Timeouts
     * of a statement or a transaction do not count, because a single slow event can cause them.
     */
    static boolean isInfrastructure(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof CannotCreateTransactionException
                        || cause instanceof CannotGetJdbcConnectionException
                        || cause instanceof SQLTransientConnectionException
                        || cause instanceof RetriableException
                        || (cause instanceof SQLException sql && isConnectionState(sql.getSQLState())));
    }

    /** The failure and its causes. The number is limited, because causes can form a cycle. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
    }

    private static boolean isConnectionState(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58");
    }

    /**
     * True if another transaction was faster, or two transactions waited for each other. The next attempt may succeed.
     */
    static boolean isConcurrencyConflict(Throwable failure) {
        return causes(failure).anyMatch(ConcurrencyFailureException.class::isInstance);
    }

    /**
     * True if another attempt does not help: the event cannot be read, or the database cannot store one of its values
     * (SQLSTATE classes 22, data exception, and 54, program limit exceeded).
     */
    static boolean isPermanent(Throwable failure) {
        return failure instanceof EventCodec.Unreadable
                || causes(failure)
                        .anyMatch(cause -> cause instanceof SQLException sql && isValueState(sql.getSQLState()));
    }

    private static boolean isValueState(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("54"));
    }

    /**
     * The root cause in one line of at most 500 characters. {@link CleanText} cleans it, because it may quote a record.
     */
    static String summary(Throwable failure) {
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        return CleanText.of(root.getClass().getSimpleName() + ": " + root.getMessage(), MAX_SUMMARY);
    }

    /**
     * The failure for a log line that has its summary already; null if the stack trace says no more than the summary. A
     * flood of unreadable records would otherwise write gigabytes of stack traces.
     */
    static @Nullable Throwable stackTrace(Throwable failure) {
        return isPermanent(failure) ? null : failure;
    }

    /** The class name of the failure, for the table and for groups. A wrapped Error is unwrapped. */
    static String kind(Throwable failure) {
        Throwable thrown = failure instanceof UndeclaredThrowableException wrapper ? wrapper.getCause() : failure;
        return (thrown == null ? failure : thrown).getClass().getName();
    }
}
