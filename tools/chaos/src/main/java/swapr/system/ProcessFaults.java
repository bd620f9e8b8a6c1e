package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;

/** Kills, stops and starts the processes of the marketplace, and finds processes that ended without such a fault. */
final class ProcessFaults {

    private final LocalMarketplace marketplace;
    private final SwaprCommand command;
    private final Timeline timeline;
    /** The processes that must run, with their pids. */
    private final Map<String, Long> expected = new ConcurrentHashMap<>();

    private Duration healthyAgain = Duration.ZERO;
    private boolean noTimeLimits;

    ProcessFaults(LocalMarketplace marketplace, SwaprCommand command, Timeline timeline) {
        this.marketplace = marketplace;
        this.command = command;
        this.timeline = timeline;
        expected.putAll(marketplace.pids());
    }

    /** Without time limits, {@link #healthyWithin} never fails. */
    void noTimeLimits(boolean noTimeLimits) {
        this.noTimeLimits = noTimeLimits;
    }

    /** Kills a process with signal 9. It stays down until {@link #start}. */
    void kill(String process) {
        long pid = pid(process);
        mayDie(process);
        timeline.mark("kill -9 " + process);
        OsProcess.signal(pid, "KILL");
        Waiting.until(Duration.ofSeconds(10), () -> !OsProcess.alive(pid));
    }

    /** Shuts a process down normally. It stays down until {@link #start}. */
    void stop(String process) {
        mayDie(process);
        timeline.mark("stop " + process);
        command.run("down", process);
    }

    /** Freezes a process for this duration, at any point of its work. */
    void freeze(String process, Duration duration) {
        long pid = pid(process);
        timeline.mark("freeze " + process);
        OsProcess.freeze(pid);
        try (var _ = new FaultScope(() -> OsProcess.resume(pid))) {
            Waiting.pause(duration);
        }
        timeline.note("continue " + process);
    }

    /** Freezes a process for this duration and then kills it. Data that was sent to it meanwhile is lost. */
    void freezeThenKill(String process, Duration duration) {
        timeline.mark("freeze " + process);
        OsProcess.freeze(pid(process));
        Waiting.pause(duration);
        kill(process);
    }

    /** Starts all missing processes. Returns when they are healthy. */
    void start() {
        timeline.note("start missing processes");
        long began = System.nanoTime();
        command.run("up", "--detach");
        healthyAgain = Duration.ofNanos(System.nanoTime() - began);
        expected.putAll(marketplace.pids());
        timeline.note("all healthy after %.1f s".formatted(healthyAgain.toMillis() / 1e3));
    }

    /** @throws IllegalStateException if the last {@link #start} took longer */
    void healthyWithin(Duration bound) {
        if (!noTimeLimits && healthyAgain.compareTo(bound) > 0) {
            throw new IllegalStateException("healthy again after %.1f s, the limit is %d s"
                    .formatted(healthyAgain.toMillis() / 1e3, bound.toSeconds()));
        }
    }

    /** This process may end, because a fault ends it. */
    void mayDie(String process) {
        expected.remove(process);
    }

    /** @throws IllegalStateException if a process ended without a fault; the message names it */
    void nobodyElseDied() {
        var now = marketplace.pids();
        var gone = expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!gone.isEmpty()) {
            throw new IllegalStateException(String.join(", ", gone) + " ended, but no fault had killed it");
        }
    }

    /** @throws IllegalStateException if the process does not run */
    long pid(String process) {
        Long pid = marketplace.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " is not running");
        }
        return pid;
    }
}
