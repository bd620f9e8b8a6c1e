package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL 18 server in its own process. It continues after this JVM ends, unless it is closed. It listens on
 * 127.0.0.1 only, has no Unix socket, and requires a password (SCRAM). The superuser is {@code postgres}. Its password
 * is generated with the data and stored there, readable by its owner only.
 */
public final class Postgres implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    /** Long, because the recovery after a crash may read much data. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final int port;
    private final String password;
    private final long pid;

    private Postgres(int port, String password, long pid) {
        this.port = port;
        this.password = password;
        this.pid = pid;
    }

    /**
     * Starts the server and returns when it accepts connections. An empty or missing data directory is initialized;
     * existing data is kept.
     *
     * @param binariesDir the server is unpacked there once; several servers can share it
     * @param settings server settings, such as {@code fsync=off} for tests
     * @throws StartFailure if it does not start; the message has the log file and its last lines
     */
    public static Postgres start(Path binariesDir, Path dataDir, int port, Path logFile, Map<String, String> settings) {
        return start(binariesDir, dataDir, port, logFile, settings, DetachedProcess::launch);
    }

    /** As above. The launcher gets the process before we wait for it, so that it can stop it after an interrupt. */
    static Postgres start(
            Path binariesDir, Path dataDir, int port, Path logFile, Map<String, String> settings, Launcher launcher) {
        var data = dataDir.toAbsolutePath();
        var bin = PostgresBinaries.unpackedUnder(binariesDir).resolve("bin");
        var user = RunAsNonRoot.choose();
        try {
            var password = PostgresData.ready(bin, data, logFile, user);
            var command = serverCommand(bin, data, port, settings);
            var pid = startServer(user.command(command), port, password, logFile, launcher);
            return new Postgres(port, password, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + data, e);
        }
    }

    /** The log must not contain personal data: no statements, no parameters and no details of errors. */
    private static final Map<String, String> SILENT = Map.of(
            "log_error_verbosity", "terse",
            "log_statement", "none",
            "log_min_error_statement", "panic",
            "log_parameter_max_length", "0",
            "log_parameter_max_length_on_error", "0");

    private static List<String> serverCommand(Path bin, Path data, int port, Map<String, String> settings) {
        var command = new ArrayList<>(List.of(bin.resolve("postgres").toString(), "-D", data.toString()));
        command.addAll(List.of("-p", Integer.toString(port), "-h", "127.0.0.1", "-k", ""));
        SILENT.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private static long startServer(List<String> command, int port, String password, Path logFile, Launcher launcher)
            throws IOException {
        for (var attempt = 1; ; attempt++) {
            if (Ports.inUse(port)) {
                throw new StartFailure("PostgreSQL", "port " + port + " is in use", logFile);
            }
            var process = launcher.start(command, logFile, Map.of());
            // One accepted connection is enough. On a busy machine a second one may time out.
            var answered = OsProcess.await(TIMEOUT, 50, () -> !process.alive() || accepts(port, password));
            if (answered && process.alive()) {
                return process.pid();
            }
            var ended = !process.alive();
            OsProcess.stop(process.pid(), "INT", Duration.ofSeconds(5));
            // The child processes of a killed server need a moment to end. Until then they hold its shared memory.
            if (attempt == 10 || !ended || !Files.readString(logFile).contains("shared memory block")) {
                throw new StartFailure(
                        "PostgreSQL", ended ? "it ended immediately" : "it did not answer within 2 minutes", logFile);
            }
            OsProcess.await(Duration.ofMillis(500), () -> false);
        }
    }

    private static boolean accepts(int port, String password) {
        // With timeouts, because another program on our port may accept the connection and never answer.
        var url = url(port, "postgres") + "?loginTimeout=2&connectTimeout=2&socketTimeout=2";
        try (var connection = DriverManager.getConnection(url, SUPERUSER, password)) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    public int port() {
        return port;
    }

    /** The JDBC URL of one of its databases. The database {@code postgres} always exists. */
    public String jdbcUrl(String database) {
        return url(port, database);
    }

    public String superuserPassword() {
        return password;
    }

    public long pid() {
        return pid;
    }

    /** Fast shutdown: sessions are ended, and all committed data is on disk. */
    @Override
    public void close() {
        stopPid(pid);
    }

    /** Stops a server that another process started, in the same way. */
    public static void stopPid(long pid) {
        OsProcess.stop(pid, "INT", Duration.ofSeconds(20));
    }
}
