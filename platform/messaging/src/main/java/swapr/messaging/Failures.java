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

/** Tells trouble with infrastructure, which passes, from trouble with an event, which stays. */
final class Failures {

    private static final int MAX_SUMMARY = 500;
    private static final int MAX_CAUSES = 50;

    private Failures() {}

    /**
     * Whether it looks as if the database or the broker were away; {@link OutageDetector} asks further. SQLSTATE classes: 08 connection, 53 out of
     * resources, 57P operator intervention (shutdown, terminated), 58 system error; and none at all, which no server has
     * sent: so speaks the pool when the connection is gone. Not among them: timeouts of a statement or transaction, which a
     * single slow event can cause.
     */
    static boolean isInfrastructure(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof CannotCreateTransactionException
                        || cause instanceof CannotGetJdbcConnectionException
                        || cause instanceof SQLTransientConnectionException
                        || cause instanceof RetriableException
                        || (cause instanceof SQLException sql && isConnectionState(sql.getSQLState())));
    }

    /** The failure and its causes; causes may go in a circle. */
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

    /** Whether another writer was faster, or two waited for each other: the same event may well succeed at once. */
    static boolean isConcurrencyConflict(Throwable failure) {
        return causes(failure).anyMatch(ConcurrencyFailureException.class::isInstance);
    }

    /**
     * Whether trying again cannot help: the event cannot be read, or the database has no room for one of its values (SQLSTATE
     * classes 22, data exception, and 54, program limit exceeded).
     */
    static boolean isPermanent(Throwable failure) {
        return failure instanceof EventCodec.Unreadable
                || causes(failure)
                        .anyMatch(cause -> cause instanceof SQLException sql && isValueState(sql.getSQLState()));
    }

    private static boolean isValueState(@Nullable String state) {
        return state != null && (state.startsWith("22") || state.startsWith("54"));
    }

    /** The root cause in one clean line, at most 500 characters, whatever a record brought into its message. */
    static String summary(Throwable failure) {
        Throwable root = causes(failure).reduce(failure, (outer, inner) -> inner);
        return CleanText.of(root.getClass().getSimpleName() + ": " + root.getMessage(), MAX_SUMMARY);
    }

    /** The class that says what kind of failure it is, for the table and for grouping; an Error comes wrapped. */
    static String kind(Throwable failure) {
        Throwable thrown = failure instanceof UndeclaredThrowableException wrapper ? wrapper.getCause() : failure;
        return (thrown == null ? failure : thrown).getClass().getName();
    }
}
