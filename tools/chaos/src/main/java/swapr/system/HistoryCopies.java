package swapr.system;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;

/**
 * Copies a finished order many times, directly in the database. So a measurement shows whether the cost of an order
 * depends on the number of orders before it.
 */
final class HistoryCopies {

    private static final String STEP = "(?m)^-- step: ";

    private HistoryCopies() {}

    /**
     * Adds this number of copies to the history. All of them are in one transaction.
     *
     * @throws SQLException if there is no confirmed order, or the disk is full
     */
    static void add(LocalMarketplace marketplace, int copies, Consumer<String> progress) throws SQLException {
        try (var database = DatabaseSessions.connect(marketplace)) {
            database.setAutoCommit(false);
            execute(database, "set swapr.copies = " + copies);
            var steps = EvidenceDatabase.resource("history.sql").split(STEP, -1);
            for (var i = 1; i < steps.length; i++) {
                progress.accept("history: " + steps[i].lines().findFirst().orElseThrow());
                execute(database, "-- " + steps[i]);
            }
            database.commit();
            database.setAutoCommit(true);
            // Autovacuum would do this soon, during the measurement.
            progress.accept("history: vacuum");
            execute(database, "vacuum (analyze)");
            execute(database, "checkpoint");
        }
    }

    private static void execute(Connection database, String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
