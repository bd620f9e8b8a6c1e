package swapr.web;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/**
 * The kinds of database failures, by their meaning for the caller. PostgreSQL's documentation lists the SQLSTATE
 * classes in appendix A.
 */
enum DatabaseTrouble {
    /** Another writer was first: a version or a key exists already, or PostgreSQL ended a deadlock. */
    CONFLICT,
    /** The database cannot store a value, for example a string with a null character. */
    BAD_VALUE,
    /** PostgreSQL stopped a statement because it took too long. The caller requests too much. */
    TOO_LONG,
    /** The database cannot be reached or is overloaded. A later attempt may succeed. */
    AWAY,
    /** A bug of this service. */
    BUG;

    static DatabaseTrouble of(Exception exception) {
        String state = sqlStateOf(exception);
        if (state != null) {
            return switch (state.substring(0, 2)) {
                case "08", "53", "57", "58" -> state.equals("57014") ? TOO_LONG : AWAY;
                case "40" -> CONFLICT;
                case "55" -> state.equals("55P03") ? CONFLICT : BUG; // another transaction holds the lock
                case "22" -> BAD_VALUE;
                case "23" -> state.equals("23505") || state.equals("23P01") ? CONFLICT : BUG;
                case "25" -> state.startsWith("25P") && !state.equals("25P01") && !state.equals("25P02") ? AWAY : BUG;
                default -> byType(exception);
            };
        }
        return byType(exception);
    }

    private static DatabaseTrouble byType(Exception exception) {
        return switch (exception) {
            case ConcurrencyFailureException _, DuplicateKeyException _ -> CONFLICT;
            case DataAccessResourceFailureException _,
                    TransientDataAccessException _,
                    CannotCreateTransactionException _,
                    TransactionTimedOutException _ -> AWAY;
            default -> BUG;
        };
    }

    private static @Nullable String sqlStateOf(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().length() == 5) {
                return sql.getSQLState();
            }
        }
        return null;
    }
}
