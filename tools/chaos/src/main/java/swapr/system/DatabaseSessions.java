package swapr.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;

/** Faults and queries that need a superuser of the database. */
public final class DatabaseSessions {

    private final LocalMarketplace marketplace;

    /** The sessions of this marketplace. */
    public DatabaseSessions(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /** A session of the superuser without a time limit. */
    public static Connection connect(LocalMarketplace marketplace) throws SQLException {
        return DriverManager.getConnection(
                marketplace.databaseUrl(), Postgres.SUPERUSER, marketplace.superuserPassword());
    }

    /** A session of the superuser, which may read all schemas. Without an answer within this time, it fails. */
    static Connection connect(LocalMarketplace marketplace, Duration timeout) throws SQLException {
        return DriverManager.getConnection(
                "%s?connectTimeout=3&socketTimeout=%d".formatted(marketplace.databaseUrl(), timeout.toSeconds()),
                Postgres.SUPERUSER,
                marketplace.superuserPassword());
    }

    private Connection connect() throws SQLException {
        return connect(marketplace, Duration.ofSeconds(20));
    }

    /** The number in the only row of a query. */
    public long count(String query) {
        return Long.parseLong(answer(query));
    }

    /** The text in the only row of a query; "null" for a null value. */
    public String answer(String query) {
        try (var database = connect();
                var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The current time of the database. */
    Instant now() {
        return Instant.parse(
                answer("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    /** Terminates all sessions of the services, also inside transactions. Returns their number. */
    long cut() {
        return count("""
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where usename like '%\\_service' and pid <> pg_backend_pid()""");
    }

    /** The number of service sessions that have been idle inside a transaction for more than 20 seconds. */
    long leaked() {
        return count("""
                select count(*) from pg_stat_activity
                where usename like '%\\_service' and state like 'idle in transaction%'
                  and state_change < now() - interval '20 seconds'""");
    }

    /** The number of rows in all outboxes. */
    public long unsent() {
        return Scenarios.SCHEMAS.stream()
                .mapToLong(schema -> count("select count(*) from %s.outbox".formatted(schema)))
                .sum();
    }

    /** Makes PostgreSQL confirm commits up to ten seconds before they are on disk. */
    void commitLazily() {
        try (var database = connect();
                var statement = database.createStatement()) {
            statement.execute("alter system set synchronous_commit = off");
            statement.execute("alter system set wal_writer_delay = '10s'");
            statement.execute("alter system set wal_writer_flush_after = '1GB'");
            statement.execute("select pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Keeps two transactions open: one with an old snapshot, one with a new row in the outbox of each schema. */
    void idleTransactions(Duration duration) {
        try (var snapshot = connect();
                var writer = connect()) {
            snapshot.setAutoCommit(false);
            snapshot.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            writer.setAutoCommit(false);
            try (var reading = snapshot.createStatement();
                    var writing = writer.createStatement()) {
                reading.execute("select count(*) from purchase.event_log");
                for (var schema : Scenarios.SCHEMAS) {
                    // Takes an outbox position below those of all later writers. The rollback removes it again.
                    writing.execute(
                            "insert into %s.outbox (event) select min(position) from %s.event_log having count(*) > 0"
                                    .formatted(schema, schema));
                }
                Waiting.pause(duration);
            } finally {
                snapshot.rollback();
                writer.rollback();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
