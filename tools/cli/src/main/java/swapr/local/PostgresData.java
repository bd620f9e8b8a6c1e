package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A data directory of PostgreSQL. It is initialized once and contains the superuser's password. */
final class PostgresData {

    private static final String PASSWORD_FILE = "superuser.password";
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private PostgresData() {}

    /** Prepares the directory for a start, also after a crash, and returns the superuser's password. */
    static String ready(Path bin, Path data, Path logFile, RunAsNonRoot user) throws IOException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialize(bin, data, logFile, user);
        }
        removeStaleLock(data);
        user.own(data);
        return password(data);
    }

    /** The superuser's password. */
    static String password(Path data) {
        try {
            return Files.readString(data.resolve(PASSWORD_FILE)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Initializes a temporary directory and renames it, so that an interrupted first start leaves nothing incomplete.
     */
    private static void initialize(Path bin, Path data, Path logFile, RunAsNonRoot user) throws IOException {
        Files.createDirectories(data.getParent());
        var fresh = Files.createTempDirectory(data.getParent(), "initdb-");
        var secret = new byte[18];
        new SecureRandom().nextBytes(secret);
        var passwordFile = Files.createTempFile(
                data.getParent(),
                "initdb-",
                ".password",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile, HexFormat.of().formatHex(secret) + "\n");
        user.own(fresh);
        user.own(passwordFile);
        var command = List.of(
                bin.resolve("initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                Postgres.SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--no-sync",
                "--no-instructions");
        var process = DetachedProcess.builder(user.command(command), logFile).start();
        if (!OsProcess.await(TIMEOUT, () -> !process.isAlive()) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new StartFailure("PostgreSQL", "initdb failed", logFile);
        }
        Files.move(passwordFile, fresh.resolve(PASSWORD_FILE));
        Files.deleteIfExists(data);
        Files.move(fresh, data);
    }

    /** After a crash the pid in the lock file may belong to another program. PostgreSQL would refuse to start. */
    private static void removeStaleLock(Path data) throws IOException {
        var lock = data.resolve("postmaster.pid");
        if (!Files.exists(lock)) {
            return;
        }
        var pid = Long.parseLong(Files.readAllLines(lock).getFirst().strip());
        var command = ProcessHandle.of(pid).flatMap(handle -> handle.info().command());
        if (!OsProcess.alive(pid)
                || command.filter(path -> !path.endsWith("postgres")).isPresent()) {
            Files.delete(lock);
        }
    }
}
