package swapr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * The broker and the database server that all tests of one Maven run share. {@link IntegrationTest} uses it by itself;
 * ask for it directly to start an application by hand, or to take the broker away.
 */
public final class Infrastructure {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable Infrastructure shared;

    private final Properties state;
    private final AtomicBoolean stalled = new AtomicBoolean();
    private final AtomicBoolean resumedAtExit = new AtomicBoolean();

    private Infrastructure(Properties state) {
        this.state = state;
    }

    /**
     * Joins the run's infrastructure, or starts it. The first call in a JVM removes what the module tested before left.
     *
     * @throws IllegalStateException when it does not start, with the end of its log
     */
    public static synchronized Infrastructure shared() {
        if (shared == null) {
            shared = DockerInfrastructure.wanted() ? new Infrastructure(DockerInfrastructure.start()) : joinTheRun();
        }
        return shared;
    }

    private static Infrastructure joinTheRun() {
        Owner owner = Owner.ofThisRun();
        RunDirectory run = RunDirectory.of(owner);
        // Somebody else's tests run on it right now (parallel builds): ours get servers of their own.
        Infrastructure joined = run.locked(() -> join(run, owner)).orElseGet(() -> {
            RunDirectory own = RunDirectory.of(Owner.thisJvm());
            return own.locked(() -> join(own, Owner.thisJvm())).orElseThrow();
        });
        joined.clear();
        joined.dropDatabases();
        return joined;
    }

    public String bootstrapServers() {
        return state.getProperty("kafka.bootstrap");
    }

    public int databasePort() {
        return Integer.parseInt(state.getProperty("postgres.port"));
    }

    /** A fresh, empty database, owned by a fresh role that is not a superuser. */
    public Database createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        execute("create role " + name + " login password '" + name + "'", "create database " + name + " owner " + name);
        return new Database("jdbc:postgresql://127.0.0.1:" + databasePort() + "/" + name, name, name);
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
            signal("STOP");
        }
        if (resumedAtExit.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(new Thread(this::resumeBroker));
        }
    }

    /** Lets the broker go on; does nothing when it was not stalled. */
    public void resumeBroker() {
        String container = state.getProperty("kafka.container");
        if (container == null) {
            signal("CONT");
        } else if (stalled.compareAndSet(true, false)) {
            DockerInfrastructure.unpause(container);
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, state.getProperty("kafka.pid"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Optional<Infrastructure> join(RunDirectory run, Owner owner) {
        long me = ProcessHandle.current().pid();
        boolean inUse = run.read("user.properties")
                .map(user -> Long.parseLong(user.getProperty("pid")))
                .filter(pid -> pid != me && new Owner(pid).alive())
                .isPresent();
        if (inUse) {
            return Optional.empty();
        }
        Properties user = new Properties();
        user.setProperty("pid", Long.toString(me));
        run.write("user.properties", user);
        Properties state = run.read(InfrastructureProcess.STATE)
                .filter(Infrastructure::running)
                .orElseGet(() -> launch(run, owner));
        return Optional.of(new Infrastructure(state));
    }

    private static boolean running(Properties state) {
        return new Owner(Long.parseLong(state.getProperty("infrastructure.pid"))).alive();
    }

    private static Properties launch(RunDirectory run, Owner owner) {
        RunDirectory.abandoned().forEach(Infrastructure::sweep);
        try {
            Files.deleteIfExists(run.path().resolve(InfrastructureProcess.STATE));
            Path log = run.path().resolve("infrastructure.log");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    InfrastructureProcess.class.getName(),
                    run.path().toString(),
                    Long.toString(owner.pid()));
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).redirectInput(new java.io.File("/dev/null"));
            Process process = builder.start();
            Awaitility.await("the test infrastructure to start")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive()
                            || run.read(InfrastructureProcess.STATE).isPresent());
            return run.read(InfrastructureProcess.STATE)
                    .orElseThrow(() -> new IllegalStateException(
                            "The test infrastructure did not start: " + log + "\n" + read(log)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "(no log)";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a killed infrastructure process could not stop itself. A pid that now belongs to somebody else is left alone. */
    private static void sweep(RunDirectory abandoned) {
        Properties state = abandoned.read(InfrastructureProcess.STATE).orElseGet(Properties::new);
        if (!state.isEmpty() && running(state)) {
            return;
        }
        for (String server : List.of("kafka", "postgres")) {
            Optional.ofNullable(state.getProperty(server + ".pid"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(process -> InfrastructureProcess.startOf(Optional.of(process))
                            .equals(state.getProperty(server + ".started")))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
        abandoned.delete();
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

    /** How to reach one database. */
    public record Database(String url, String username, String password) {

        public String urlThrough(TcpProxy proxy) {
            return url.replaceFirst(":\\d+/", ":" + proxy.port() + "/");
        }
    }
}
