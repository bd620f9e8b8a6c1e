package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import swapr.local.LocalMarketplace;
import swapr.local.OsProcess;

/** Kills, stops and starts the marketplace's processes, and knows who died without our doing. */
final class ProcessFaults {

    private final LocalMarketplace marketplace;
    private final SwaprCommand command;
    private final Timeline timeline;
    /** Who must be alive, with which pid. */
    private final Map<String, Long> expected = new ConcurrentHashMap<>();

    private Duration healthyAgain = Duration.ZERO;
    private boolean noTimeLimits;

    ProcessFaults(LocalMarketplace marketplace, SwaprCommand command, Timeline timeline) {
        this.marketplace = marketplace;
        this.command = command;
        this.timeline = timeline;
        expected.putAll(marketplace.pids());
    }

    /** With patience, nothing takes too long. */
    void noTimeLimits(boolean noTimeLimits) {
        this.noTimeLimits = noTimeLimits;
    }

    /** kill -9, and nothing else: it does not come back by itself. */
    void kill(String process) {
        long pid = pid(process);
        mayDie(process);
        timeline.mark("kill -9 " + process);
        OsProcess.signal(pid, "KILL");
        Waiting.until(Duration.ofSeconds(10), () -> !OsProcess.alive(pid));
    }

    /** Shuts down a process the way it likes, and nothing else. */
    void stop(String process) {
        mayDie(process);
        timeline.mark("stop " + process);
        command.run("down", process);
    }

    /** Stops a process in the middle of whatever it does, without a word, for that long. */
    void freeze(String process, Duration duration) {
        long pid = pid(process);
        timeline.mark("stop " + process);
        OsProcess.freeze(pid);
        try (var _ = new FaultScope(() -> OsProcess.signal(pid, "CONT"))) {
            Waiting.pause(duration);
        }
        timeline.note("continue " + process);
    }

    /** Falls silent, and is dead after that long: what was sent to it meanwhile is lost. */
    void freezeThenKill(String process, Duration duration) {
        timeline.mark("stop " + process);
        OsProcess.freeze(pid(process));
        Waiting.pause(duration);
        kill(process);
    }

    /** Starts whatever is missing and returns when it is healthy. */
    void start() {
        timeline.note("start what is missing");
        long began = System.nanoTime();
        command.run("up", "--detach");
        healthyAgain = Duration.ofNanos(System.nanoTime() - began);
        expected.putAll(marketplace.pids());
        timeline.note("all healthy after %.1f s".formatted(healthyAgain.toMillis() / 1e3));
    }

    /** @throws IllegalStateException when the last {@link #start} took longer */
    void healthyWithin(Duration bound) {
        if (!noTimeLimits && healthyAgain.compareTo(bound) > 0) {
            throw new IllegalStateException("healthy again after %.1f s, promised are %d"
                    .formatted(healthyAgain.toMillis() / 1e3, bound.toSeconds()));
        }
    }

    /** Its death will be our doing. */
    void mayDie(String process) {
        expected.remove(process);
    }

    /** @throws IllegalStateException naming who has ended without our doing */
    void nobodyElseDied() {
        var now = marketplace.pids();
        var gone = expected.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(now.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        if (!gone.isEmpty()) {
            throw new IllegalStateException(String.join(", ", gone) + " died, and nobody had killed it");
        }
    }

    /** @throws IllegalStateException when it does not run */
    long pid(String process) {
        Long pid = marketplace.pids().get(process);
        if (pid == null) {
            throw new IllegalStateException(process + " is not running");
        }
        return pid;
    }
}
