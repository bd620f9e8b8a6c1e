package swapr.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Delays a key after failed attempts. The first failures are free; each further failure doubles the delay. An attempt
 * counts as a failure when it begins, so that parallel attempts cannot avoid the delay. The counts are in memory: a
 * restart clears them, and each instance has its own.
 */
class GrowingDelay {

    private static final Duration EXPIRY = Duration.ofMinutes(15);

    /** More doublings could overflow. With a first delay of one second, twenty are about 12 days. */
    private static final int MAX_DOUBLINGS = 20;

    private record Failures(int count, long freeAt) {}

    private final int free;
    private final long first;
    private final long longest;
    private final Ticker clock;
    private final Cache<String, Failures> failures;

    /** @param remembered the maximum number of keys; the least used keys are evicted first */
    GrowingDelay(int free, Duration first, Duration longest, int remembered, Ticker clock) {
        this.free = free;
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.clock = clock;
        this.failures = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterWrite(EXPIRY)
                .ticker(clock)
                .build();
    }

    /** Counts an attempt, unless it is too early. Returns the remaining delay, or zero if the attempt may proceed. */
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

    /** Takes back one counted attempt, because it was neither right nor wrong. */
    void giveBack(String key) {
        failures.asMap()
                .computeIfPresent(key, (same, known) -> known.count <= 1 ? null : after(known.count - 1, clock.read()));
    }

    /** Clears all failures of the key, because an attempt was right. */
    void forget(String key) {
        failures.invalidate(key);
    }

    private Failures after(int count, long now) {
        int doublings = Math.min(count - free, MAX_DOUBLINGS);
        long delay = doublings < 0 ? 0 : Math.min(longest, first << doublings);
        return new Failures(count, now + delay);
    }
}
