package swapr.system;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import swapr.local.LocalMarketplace;

/**
 * Measures the database alone, with the transaction of {@code pgbench -N}: an update, a select and an insert, then a
 * commit. The marketplace's speed is compared with it, because the speed of machines varies. It uses its own schema,
 * which it removes.
 */
final class CommitLoop {

    static final int CLIENTS = 8;
    private static final int ACCOUNTS = 100_000;
    private static final Duration WARM_UP = Duration.ofSeconds(1);

    private final LocalMarketplace marketplace;

    CommitLoop(LocalMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /** Commits for this duration, after a second of warm-up. Returns the commits per second. */
    double perSecond(Duration duration) throws SQLException, ExecutionException, InterruptedException {
        try (var setUp = DatabaseSessions.connect(marketplace);
                var statement = setUp.createStatement()) {
            statement.execute("drop schema if exists swapr_load cascade");
            statement.execute("create schema swapr_load");
            try {
                statement.execute("create table swapr_load.accounts (aid int primary key, bid int, abalance int, "
                        + "filler char(84)) with (fillfactor = 100)");
                statement.execute("create table swapr_load.history (tid int, bid int, aid int, delta int, "
                        + "mtime timestamp, filler char(22))");
                statement.execute("insert into swapr_load.accounts select aid, 1, 0, '' from generate_series(1, "
                        + ACCOUNTS + ") aid");
                return run(duration);
            } finally {
                statement.execute("drop schema swapr_load cascade");
            }
        }
    }

    private double run(Duration duration) throws ExecutionException, InterruptedException {
        var commits = new AtomicLong();
        long from = System.nanoTime() + WARM_UP.toNanos();
        long until = from + duration.toNanos();
        try (var threads = Executors.newFixedThreadPool(CLIENTS)) {
            var clients = Collections.<Callable<Boolean>>nCopies(CLIENTS, () -> {
                client(from, until, commits);
                return true;
            });
            for (var client : threads.invokeAll(clients)) {
                client.get();
            }
        }
        return commits.get() / (duration.toNanos() / 1e9);
    }

    private void client(long from, long until, AtomicLong commits) throws SQLException {
        var random = ThreadLocalRandom.current();
        try (var connection = DatabaseSessions.connect(marketplace);
                var update = connection.prepareStatement(
                        "update swapr_load.accounts set abalance = abalance + ? where aid = ?");
                var select = connection.prepareStatement("select abalance from swapr_load.accounts where aid = ?");
                var insert = connection.prepareStatement("insert into swapr_load.history (tid, bid, aid, delta, mtime) "
                        + "values (?, 1, ?, ?, current_timestamp)")) {
            connection.setAutoCommit(false);
            for (long now = System.nanoTime(); now < until; now = System.nanoTime()) {
                int account = random.nextInt(ACCOUNTS) + 1;
                int delta = random.nextInt(-5_000, 5_001);
                update.setInt(1, delta);
                update.setInt(2, account);
                update.executeUpdate();
                select.setInt(1, account);
                select.executeQuery().close();
                insert.setInt(1, random.nextInt(10) + 1);
                insert.setInt(2, account);
                insert.setInt(3, delta);
                insert.executeUpdate();
                connection.commit();
                if (now > from) {
                    commits.incrementAndGet();
                }
            }
        }
    }
}
