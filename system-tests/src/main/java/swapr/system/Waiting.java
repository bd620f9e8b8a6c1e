package swapr.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Time that passes, and things that happen in it. */
final class Waiting {

    private Waiting() {}

    /** Returns early when the thread is interrupted. */
    static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** Looks every 50 ms; false when the time is over or the thread is interrupted. */
    static boolean until(Duration atMost, BooleanSupplier condition) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
                return false;
            }
            pause(Duration.ofMillis(50));
        }
        return true;
    }
}
