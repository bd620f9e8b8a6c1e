package swapr.system;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Runs a step at a fixed rate, which does not depend on the duration of the steps' work. */
final class FixedRate {

    private static final Duration SLICE = Duration.ofSeconds(1);

    private final double perSecond;
    private final Runnable step;

    /** @param step starts its work in another thread */
    FixedRate(double perSecond, Runnable step) {
        this.perSecond = perSecond;
        this.step = step;
    }

    /**
     * Runs the steps while the work runs, and at least for this duration.
     *
     * @param everySecond called once per second
     */
    void during(Runnable work, Duration atLeast, Runnable everySecond) {
        var done = new AtomicBoolean();
        long until = System.nanoTime() + atLeast.toNanos();
        var steps = CompletableFuture.runAsync(() -> {
            while (!done.get() || System.nanoTime() < until) {
                slice();
                everySecond.run();
            }
        });
        try {
            work.run();
        } finally {
            done.set(true);
            steps.join();
        }
    }

    private void slice() {
        long start = System.nanoTime();
        long steps = Math.max(1, Math.round(perSecond * SLICE.toSeconds()));
        for (var i = 0; i < steps; i++) {
            step.run();
            long due = start + (i + 1) * SLICE.toNanos() / steps;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }
}
