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
 * What a failure of the database means to the caller. The classes of SQL states are those of PostgreSQL's
 * documentation, appendix A.
 */
enum DatabaseTrouble {
    /** A writer was faster: a version was taken, a key exists, a deadlock was broken. */
    CONFLICT,
    /** A value the database has no room for, for example a text with a null character. */
    BAD_VALUE,
    /** A statement was ended because it took too long: the caller asks for too much. */
    TOO_LONG,
    /** The database or the way to it is gone, or it is overloaded: it will pass. */
    AWAY,
    /** Our own mistake. */
    BUG;

    static DatabaseTrouble of(Exception exception) {
        String state = sqlStateOf(exception);
        if (state != null) {
            return switch (state.substring(0, 2)) {
                case "08", "53", "57", "58" -> state.equals("57014") ? TOO_LONG : AWAY;
                case "40" -> CONFLICT;
                case "55" -> state.equals("55P03") ? CONFLICT : BUG; // a lock somebody else holds
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
