package swapr.local;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
     * Whether a process runs. A zombie does not count: an ended process that was not reaped (container without init). A
     * killed process has its ports until its last thread has ended, and its first thread may be a zombie before.
     */
    public static boolean alive(long pid) {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        try {
            return ThreadStates.of(pid) != 'Z' || ThreadStates.count(pid) > 1;
        } catch (IOException e) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    /**
     * Stops a process until {@link #resume}, and then its children: each session of PostgreSQL is a child. The signal
     * takes effect late: on a busy machine the threads continue for about 20 ms, in which a broker can answer. This
     * method returns when all threads have stopped, after five seconds for each process at the latest.
     */
    public static void freeze(long pid) {
        signal(pid, "STOP");
        await(Duration.ofSeconds(5), () -> ThreadStates.areStopped(pid)); // it starts no more children
        var children = children(pid);
        children.forEach(child -> signal(child, "STOP"));
        children.forEach(child -> await(Duration.ofSeconds(5), () -> ThreadStates.areStopped(child)));
    }

    /** Continues the children of a process, and then the process itself. Does nothing if it is not frozen. */
    public static void resume(long pid) {
        children(pid).forEach(child -> signal(child, "CONT"));
        signal(pid, "CONT");
    }

    private static List<Long> children(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Whether a process is stopped until it is continued; false if this is not Linux. */
    public static boolean isFrozen(long pid) {
        try {
            return ThreadStates.of(pid) == 'T';
        } catch (IOException e) {
            return false; // the process has just ended
        }
    }

    /**
     * Sends a signal. It does nothing if the process does not exist.
     *
     * @param name a name that {@code kill} accepts: {@code STOP}, {@code KILL}
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
