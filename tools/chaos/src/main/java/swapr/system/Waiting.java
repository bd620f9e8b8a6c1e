package swapr.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a duration or for a condition. */
public final class Waiting {

    private Waiting() {}

    /** Waits for this duration. Returns early if the thread is interrupted. */
    static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    /** Checks the condition every 50 ms. Returns false after this time, or if the thread is interrupted. */
    public static boolean until(Duration atMost, BooleanSupplier condition) {
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
