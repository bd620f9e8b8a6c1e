package swapr.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;

/** What a superuser can do to the database sessions of others. */
final class DatabaseSessions {

    private final LocalMarketplace marketplace;

    DatabaseSessions(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                marketplace.databaseUrl() + "?connectTimeout=3&socketTimeout=20",
                Postgres.SUPERUSER,
                marketplace.superuserPassword());
    }

    /** The one number that a query answers. */
    long count(String query) {
        return Long.parseLong(answer(query));
    }

    /** The one thing that a query answers; "null" for nothing. */
    String answer(String query) {
        try (var database = connect();
                var statement = database.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The database's time. */
    Instant now() {
        return Instant.parse(
                answer("select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
    }

    /** Ends all sessions of the services, in the middle of whatever they do; returns how many those were. */
    long cut() {
        return count(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where usename like '%\\_service' and pid <> pg_backend_pid()");
    }

    /** Sessions of services that have been idle inside a transaction for longer than anything of theirs takes. */
    long leaked() {
        return count(
                "select count(*) from pg_stat_activity where usename like '%\\_service' and state like 'idle in transaction%' and state_change < now() - interval '20 seconds'");
    }

    /** Events that are not on Kafka yet. */
    long unsent() {
        return Scenarios.SCHEMAS.stream()
                .mapToLong(schema -> count("select count(*) from %s.outbox".formatted(schema)))
                .sum();
    }

    /** Lets PostgreSQL say yes to commits that are on disk only ten seconds later. */
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

    /** Keeps transactions of our own open for that long: one with an old snapshot, one in each schema with a row in its outbox. */
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
                    // Takes a position that will never be seen, below those of everybody who writes meanwhile.
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
