package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** Operations on processes of the operating system by pid. Another process may have started them. */
public final class OsProcess {

    private OsProcess() {}

    /** Runs a command to its end and returns its exit code; 127 if the command does not exist. Output is discarded. */
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

    /**
     * Whether a process runs. A zombie does not count: an ended process that was not reaped (container without init).
     */
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

    /** The state of a process or thread on Linux: R for running, S for sleeping, T for stopped, Z for zombie, … */
    private static char state(Path directory) throws IOException {
        var stat = Files.readString(directory.resolve("stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }

    /**
     * Stops a process until it gets a {@code CONT}. The signal takes effect late: on a busy machine the threads
     * continue for about 20 ms, in which a broker can answer. This method returns when all threads have stopped, after
     * five seconds at the latest.
     */
    public static void freeze(long pid) {
        signal(pid, "STOP");
        await(Duration.ofSeconds(5), () -> hasStopped(pid));
    }

    /** Whether a process is stopped until it gets a {@code CONT}; false if this is not Linux. */
    public static boolean isFrozen(long pid) {
        try {
            return state(Path.of("/proc/" + pid)) == 'T';
        } catch (IOException e) {
            return false; // the process has just ended
        }
    }

    private static boolean hasStopped(long pid) {
        Path threads = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(threads)) {
            return true; // the process has ended, or this is not Linux
        }
        try (var all = Files.list(threads)) {
            for (Path thread : all.toList()) {
                if ("TZX".indexOf(state(thread)) < 0) {
                    return false;
                }
            }
            return true;
        } catch (IOException | UncheckedIOException e) {
            return false; // a thread has just ended
        }
    }

    /**
     * Sends a signal. It does nothing if the process does not exist.
     *
     * @param name a name that {@code kill} accepts: {@code CONT}, {@code KILL}
     * @throws IllegalArgumentException if the pid is below 1; for {@code kill}, such a number means several processes
     */
    public static void signal(long pid, String name) {
        if (pid < 1) {
            throw new IllegalArgumentException("there is no process " + pid);
        }
        run("kill", "-" + name, Long.toString(pid));
    }

    /**
     * Sends the signal, waits, and kills the process if it still runs after the grace period.
     *
     * @param signal a name that {@code kill} accepts: {@code TERM}, {@code INT}
     * @return whether it ended within the grace period
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

    /** Checks every 20 ms until the condition holds, the time is over or the thread is interrupted. */
    static boolean await(Duration atMost, BooleanSupplier condition) {
        return await(atMost, 20, condition);
    }

    /** The same with another pause between the checks, for expensive conditions. */
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
