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
import swapr.local.TcpProxy;

/**
 * The broker and the database server that all tests of one Maven run share. {@link IntegrationTest} uses them
 * automatically. Use this class directly to start an application by hand or to stall the broker.
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
     * Returns the infrastructure of this run, and starts it if necessary. The first call in a JVM removes the topics,
     * groups and databases of the module that was tested before. With Docker, each JVM has its own containers.
     *
     * @throws IllegalStateException if it does not start; the message has its log
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

    /** Creates an empty database with two new roles: one runs the service, one the migrations. */
    public Database createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("create database " + name);
        String url = "jdbc:postgresql://127.0.0.1:" + databasePort() + "/" + name;
        TestDatabase.createRoles(url, "postgres", state.getProperty("postgres.password"), name);
        return new Database(url, name, name);
    }

    /**
     * Removes all topics and all groups, share groups included. Stop the consumers first: it fails if a group has
     * members.
     */
    public void clear() {
        try (Kafka kafka = new Kafka(bootstrapServers())) {
            kafka.deleteEverything();
        }
    }

    /** Freezes the broker until {@link #resumeBroker}: its connections stay open, but it does not answer. */
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

    /** Resumes the broker; does nothing if it was not stalled. */
    public void resumeBroker() {
        String container = state.getProperty("kafka.container");
        if (container == null) {
            OsProcess.resume(brokerPid());
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

    /** The address of one database. The role for the migrations has the user's name with the suffix {@code _owner}. */
    public record Database(String url, String username, String password) {

        public String urlThrough(TcpProxy proxy) {
            return url.replaceFirst(":\\d+/", ":" + proxy.port() + "/");
        }
    }
}
