package swapr.messaging;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Rests after work, as long as the work took and at most 50 ms. Under load more rows or records arrive meanwhile, so
 * one transaction and one request serve several of them. Work after an idle time begins at once, so a single event is
 * not delayed.
 */
final class Rest {

    private static final long LONGEST = Duration.ofMillis(50).toNanos();

    private Rest() {}

    /** @param since the start of the work, in {@link System#nanoTime()} */
    static void afterWork(long since) {
        LockSupport.parkNanos(Math.min(System.nanoTime() - since, LONGEST));
    }
}
