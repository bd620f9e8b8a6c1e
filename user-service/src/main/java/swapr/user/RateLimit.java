package swapr.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * A token bucket for each key: a burst at once, then one more after each refill time. It stores one number per key: the
 * time at which the bucket is full again (the generic cell rate algorithm). The numbers are in memory: a restart clears
 * them, and each instance has its own.
 */
class RateLimit {

    private final long refill;
    private final long capacity;
    private final Ticker clock;
    private final Cache<String, Long> fullAt;

    /** @param remembered the maximum number of keys; the least used keys are evicted first */
    RateLimit(int burst, Duration refill, int remembered, Ticker clock) {
        this.refill = refill.toNanos();
        this.capacity = Math.multiplyExact(burst, this.refill);
        this.clock = clock;
        this.fullAt = Caffeine.newBuilder()
                .maximumSize(remembered)
                .expireAfterWrite(Duration.ofNanos(capacity))
                .ticker(clock)
                .build();
    }

    /** Takes one token. Returns zero if there was one, or else the time until the next one. */
    Duration take(String key) {
        long now = clock.read();
        long[] wait = {0};
        fullAt.asMap().compute(key, (same, full) -> {
            long debt = full == null ? 0 : Math.max(0, full - now);
            wait[0] = Math.max(0, debt + refill - capacity);
            return now + (wait[0] > 0 ? debt : debt + refill);
        });
        return Duration.ofNanos(wait[0]);
    }

    /** Puts back one token that was taken. */
    void giveBack(String key) {
        fullAt.asMap().computeIfPresent(key, (same, full) -> full - refill);
    }
}
