package swapr.local;

import java.time.Duration;
import java.time.Instant;

/**
 * A process that we started, remembered in a file. Its pid may belong to somebody else by the time we read that, after
 * a crash or a reboot, so it counts as ours only if it also began at the same moment.
 */
record RunningProcess(String name, long pid, Instant began) {

    /** The kernel counts from its boot, and its idea of when that was shifts by up to a second. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static RunningProcess of(String name, ProcessHandle process) {
        return new RunningProcess(
                name, process.pid(), process.info().startInstant().orElseGet(Instant::now));
    }

    boolean alive() {
        return OsProcess.alive(pid)
                && ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().startInstant())
                        .filter(start -> Duration.between(start, began).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent();
    }

    void stop() {
        if (!alive()) {
            return;
        }
        switch (name) {
            case "postgres" -> Postgres.stopPid(pid);
            case "kafka" -> KafkaBroker.stopPid(pid);
            default -> OsProcess.stop(pid, "TERM", Duration.ofSeconds(15));
        }
    }

    void kill() {
        if (alive()) {
            OsProcess.stop(pid, "KILL", Duration.ofSeconds(5));
        }
    }
}
