package swapr.analytics;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes a value at most once per {@code age}, for any number of callers. Each computation reads all counts. Without
 * this cache, ten anonymous callers would keep the database busy with the same figures.
 */
final class CachedValue<T> {

    private final Duration age;
    private final Supplier<T> compute;
    private @Nullable T value;
    private @Nullable RuntimeException failure;
    private long since;

    CachedValue(Duration age, Supplier<T> compute) {
        this.age = age;
        this.compute = compute;
    }

    /** The value, not older than {@code age}. Concurrent callers share one computation and its value or failure. */
    synchronized T get() {
        if ((value == null && failure == null) || System.nanoTime() - since > age.toNanos()) {
            recompute();
        }
        if (value == null) {
            throw Objects.requireNonNull(failure);
        }
        return value;
    }

    private void recompute() {
        value = null;
        failure = null;
        try {
            value = compute.get();
        } catch (RuntimeException e) {
            failure = e;
        }
        since = System.nanoTime();
    }
}
