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
 * A real PostgreSQL 18 server, as a process of its own that outlives us unless closed. It listens on 127.0.0.1 only, has
 * no Unix socket, and asks everybody for a password (SCRAM). The superuser is {@code postgres}; its password is made
 * with the data and kept beside it, readable by its owner only.
 */
public final class Postgres implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    /** Long, for recovery after a crash may have much to read. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private final String password;
    private final long pid;

    private Postgres(int port, String password, long pid) {
        this.port = port;
        this.password = password;
        this.pid = pid;
    }

    /**
     * Starts the server and returns when it accepts connections. An empty or missing data directory is initialised;
     * data already there is kept.
     *
     * @param binariesDir where the server itself is unpacked, once; shared by everything that runs on this machine
     * @param settings server settings, such as {@code fsync=off} for tests
     * @throws StartFailure naming the log file, with its last lines
     */
    public static Postgres start(Path binariesDir, Path dataDir, int port, Path logFile, Map<String, String> settings) {
        return start(binariesDir, dataDir, port, logFile, settings, OsProcess::launch);
    }

    /** As above; the launcher knows the process at once and can stop it should we be interrupted while waiting. */
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
            throw new UncheckedIOException("PostgreSQL in " + data, e);
        }
    }

    /** What people send (addresses, passwords) gets into no log: neither statements and their parameters nor details of errors. */
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
            OsProcess.await(PATIENCE, 50, () -> !process.alive() || accepts(port, password));
            if (process.alive() && accepts(port, password)) {
                return process.pid();
            }
            var ended = !process.alive();
            OsProcess.stop(process.pid(), "INT", Duration.ofSeconds(5));
            // The children of a server that was killed need a moment to notice; until then they hold its memory.
            if (attempt == 10 || !ended || !Files.readString(logFile).contains("shared memory block")) {
                throw new StartFailure(
                        "PostgreSQL", ended ? "it ended at once" : "no answer within 2 minutes", logFile);
            }
            OsProcess.await(Duration.ofMillis(500), () -> false);
        }
    }

    private static boolean accepts(int port, String password) {
        // With a deadline: a stranger who holds our port may take the connection and never say a word.
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

    /** The JDBC address of one of its databases; {@code postgres} is there from the beginning. */
    public String jdbcUrl(String database) {
        return url(port, database);
    }

    public String superuserPassword() {
        return password;
    }

    public long pid() {
        return pid;
    }

    /** Fast shutdown: sessions are cut, everything committed is on disk. */
    @Override
    public void close() {
        stopPid(pid);
    }

    /** The same for a server that another process started. */
    public static void stopPid(long pid) {
        OsProcess.stop(pid, "INT", Duration.ofSeconds(20));
    }
}
