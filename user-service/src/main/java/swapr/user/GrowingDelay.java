package swapr.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Some failures are free; after each further one, the key waits twice as long as before. An attempt counts as a failure
 * when it begins, so that many at the same time are no way around the delay. All is in memory: a restart forgets it, and
 * each instance counts for itself.
 */
class GrowingDelay {

    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** More would overflow, and be weeks. */
    private static final int MOST_DOUBLINGS = 20;

    private record Failures(int count, long freeAt) {}

    private final int free;
    private final long first;
    private final long longest;
    private final Ticker clock;
    private final Cache<String, Failures> failures;

    /** @param remembered keys that are kept; the least used are forgotten first */
    GrowingDelay(int free, Duration first, Duration longest, int remembered, Ticker clock) {
        this.free = free;
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.clock = clock;
        this.failures = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterWrite(FORGOTTEN)
                .ticker(clock)
                .build();
    }

    /** Counts an attempt. Returns how long to wait when it is too early; zero means that it may go on. */
    Duration take(String key) {
        long now = clock.read();
        long[] wait = {0};
        failures.asMap().compute(key, (same, known) -> {
            Failures before = known == null ? new Failures(0, now) : known;
            wait[0] = Math.max(0, before.freeAt - now);
            return wait[0] > 0 ? before : after(before.count + 1, now);
        });
        return Duration.ofNanos(wait[0]);
    }

    /** The attempt was neither right nor wrong: it does not count. */
    void giveBack(String key) {
        failures.asMap()
                .computeIfPresent(key, (same, known) -> known.count <= 1 ? null : after(known.count - 1, clock.read()));
    }

    /** The attempt was right: earlier failures do not count any more. */
    void forget(String key) {
        failures.invalidate(key);
    }

    private Failures after(int count, long now) {
        int doublings = Math.min(count - free, MOST_DOUBLINGS);
        long delay = doublings < 0 ? 0 : Math.min(longest, first << doublings);
        return new Failures(count, now + delay);
    }
}
