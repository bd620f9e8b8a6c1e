package swapr.local;

import java.time.Duration;
import java.time.Instant;

/**
 * A process that we started, stored in a file. After a crash or a reboot its pid may belong to another process. So a
 * process is ours only if its start time matches too.
 */
record RunningProcess(String name, long pid, Instant began) {

    /** The kernel counts start times from its boot, and the computed boot time varies by up to a second. */
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
