package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Processes of the operating system: waited for and stopped by their pid, whoever started them. */
public final class OsProcess {

    /** In a session of its own, a process is not reached by the terminal's Ctrl-C or by its closing: we stop it, in order. */
    private static final List<String> OWN_SESSION = ownSession();

    private OsProcess() {}

    private static List<String> ownSession() {
        if (run("setsid", "true") == 0) {
            return List.of("setsid");
        }
        // macOS has no setsid, but it has Perl.
        return run("perl", "-e", "use POSIX") == 0
                ? List.of("perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV", "--")
                : List.of();
    }

    /** A builder whose output goes to the end of the log file, so that the process outlives whoever started it. */
    static ProcessBuilder builder(List<String> command, Path logFile) {
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var whole = new ArrayList<>(OWN_SESSION);
        whole.addAll(command);
        return new ProcessBuilder(whole)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
    }

    /** Starts a process that nobody waits for; it outlives us. */
    static LaunchedProcess launch(List<String> command, Path logFile, Map<String, String> environment)
            throws IOException {
        var builder = builder(command, logFile);
        builder.environment().putAll(environment);
        var process = builder.start();
        return new LaunchedProcess(process, process.pid());
    }

    /** Runs to its end a command that says little, and returns its exit code; 127 when there is no such command. */
    static int run(String... command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return 127;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 130;
        }
    }

    /** A dead process that nobody has reaped yet (a container without an init) is not alive. */
    public static boolean alive(long pid) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        try {
            return state(Path.of("/proc/" + pid)) != 'Z';
        } catch (IOException e) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    /** As Linux says it of a process or of a thread: R for running, S for sleeping, T for stopped, Z for dead, … */
    private static char state(Path directory) throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    /**
     * Stops a process where it is, until it is sent a {@code CONT}. The signal only asks for that: on a busy machine its
     * threads run on for some 20 ms, in which a broker answers. This returns when all of them stand still,
     * after five seconds at the latest.
     */
    public static void freeze(long pid) {
        signal(pid, "STOP");
        await(Duration.ofSeconds(5), () -> standsStill(pid));
    }

    private static boolean standsStill(long pid) {
        Path threads = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(threads)) {
            return true; // it is gone, or this is no Linux
        }
        try (var all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                if ("TZX".indexOf(state(thread)) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // one of them has ended this very moment
        }
    }

    /**
     * Sends a signal; nothing happens when there is no such process.
     *
     * @param name as {@code kill} names it: {@code CONT}, {@code KILL}
     */
    public static void signal(long pid, String name) {
        run("kill", "-" + name, Long.toString(pid));
    }

    /**
     * Sends the signal, waits, and kills what is still there after the grace period.
     *
     * @param signal as {@code kill} names it: {@code TERM}, {@code INT}
     * @return whether it ended by itself
     */
    static boolean stop(long pid, String signal, Duration grace) {
        if (!alive(pid)) {
            return true;
        }
        signal(pid, signal);
        if (await(grace, () -> !alive(pid))) {
            return true;
        }
        signal(pid, "KILL");
        await(Duration.ofSeconds(5), () -> !alive(pid));
        return false;
    }

    /** Looks every 20 ms until the condition holds, the time is over or the thread is interrupted. */
    static boolean await(Duration atMost, BooleanSupplier condition) {
        return await(atMost, 20, condition);
    }

    /** The same with a longer pause between looks, for those that cost something. */
    static boolean await(Duration atMost, int pauseMs, BooleanSupplier condition) {
        var deadline = Instant.now().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            try {
                Thread.sleep(pauseMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
