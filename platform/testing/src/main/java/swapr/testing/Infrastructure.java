package swapr.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import swapr.local.OsProcess;

/**
 * The broker and the database server that all tests of one Maven run share. {@link IntegrationTest} uses it by itself;
 * ask for it directly to start an application by hand, or to take the broker away.
 */
public final class Infrastructure {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable Infrastructure shared;

    private final Properties state;
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicBoolean resumedAtExit = new AtomicBoolean();

    private Infrastructure(Properties state) {
        this.state = state;
    }

    /**
     * Joins the run's infrastructure, or starts it. The first call in a JVM removes what the module tested before left;
     * containers are this JVM's own.
     *
     * @throws IllegalStateException when it does not start, with the end of its log
     */
    public static synchronized Infrastructure shared() {
        if (shared == null) {
            if (DockerInfrastructure.wanted()) {
                shared = new Infrastructure(DockerInfrastructure.start());
            } else {
                shared = new Infrastructure(SharedServers.joined());
                shared.clear();
                shared.dropDatabases();
            }
        }
        return shared;
    }

    public String bootstrapServers() {
        return state.getProperty("kafka.bootstrap");
    }

    public int databasePort() {
        return Integer.parseInt(state.getProperty("postgres.port"));
    }

    /** A fresh, empty database with two fresh roles, as a service has them: one that runs it, one that migrates it. */
    public Database createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        String url = "jdbc:postgresql://127.0.0.1:" + databasePort() + "/" + name;
        TestDatabase.createRoles(url, "postgres", state.getProperty("postgres.password"), name);
        return new Database(url, name, name);
    }

    /** Removes all topics and all groups, share groups included. Consumers still running would be disturbed. */
    public void clear() {
        try (Kafka kafka = new Kafka(bootstrapServers())) {
            kafka.deleteEverything();
        }
    }

    /** Stops the broker in the middle of whatever it does, without a word, until {@link #resumeBroker}. */
    public void stallBroker() {
        String container = state.getProperty("kafka.container");
        if (container != null) {
            DockerInfrastructure.pause(container);
            stalled.set(true);
        } else {
            OsProcess.freeze(brokerPid());
        }
        if (resumedAtExit.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::resumeBroker));
        }
    }

    /** Lets the broker go on; does nothing when it was not stalled. */
    public void resumeBroker() {
        String container = state.getProperty("kafka.container");
        if (container == null) {
            OsProcess.signal(brokerPid(), "CONT");
        } else if (stalled.compareAndSet(true, false)) {
            DockerInfrastructure.unpause(container);
        }
    }

    private long brokerPid() {
        return Long.parseLong(state.getProperty("kafka.pid"));
    }

    private void dropDatabases() {
        List<String> commands = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet left =
                        statement.executeQuery("select datname from pg_database where datname like 'test\\_%'")) {
            while (left.next()) {
                commands.add("drop database " + left.getString(1) + " with (force)");
                commands.add("drop role if exists " + left.getString(1));
                commands.add("drop role if exists " + left.getString(1) + "_owner");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        execute(commands.toArray(String[]::new));
    }

    private void execute(String... commands) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/postgres",
                "postgres",
                state.getProperty("postgres.password"));
    }

    /** How to reach one database. The owner, who migrates it, is called as the user is, with {@code _owner} behind. */
    public record Database(String url, String username, String password) {

        public String urlThrough(TcpProxy proxy) {
            return url.replaceFirst(":\\d+/", ":" + proxy.port() + "/");
        }
    }
}
