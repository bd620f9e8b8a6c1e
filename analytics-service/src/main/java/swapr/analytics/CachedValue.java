package swapr.analytics;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is computed at most once in a while, however many ask for it. Each counts all facts; without this, ten
 * anonymous callers would keep the database busy with the same figures.
 */
final class CachedValue<T> {

    private final Duration age;
    private final Supplier<T> compute;
    private @Nullable T answer;
    private @Nullable RuntimeException failure;
    private long since;

    CachedValue(Duration age, Supplier<T> compute) {
        this.age = age;
        this.compute = compute;
    }

    /** The answer, no older than the age given. Callers wait for one computation and share its answer, or its failure. */
    synchronized T get() {
        if ((answer == null && failure == null) || System.nanoTime() - since > age.toNanos()) {
            computeAnew();
        }
        if (answer == null) {
            throw Objects.requireNonNull(failure);
        }
        return answer;
    }

    private void computeAnew() {
        answer = null;
        failure = null;
        try {
            answer = compute.get();
        } catch (RuntimeException e) {
            failure = e;
        }
        since = System.nanoTime();
    }
}
