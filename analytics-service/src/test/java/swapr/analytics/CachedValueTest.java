package swapr.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedValueTest {

    private final AtomicInteger computed = new AtomicInteger();

    @Test
    void concurrentCallersShareOneValue() throws Exception {
        var cached = new CachedValue<>(Duration.ofHours(1), computed::incrementAndGet);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(callers.submit((Callable<Integer>) cached::get));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void anOldValueIsComputedAgain() {
        var cached = new CachedValue<>(Duration.ZERO, computed::incrementAndGet);

        assertThat(cached.get()).isEqualTo(1);
        assertThat(cached.get()).isEqualTo(2);
    }

    @Test
    void callersShareAFailure() {
        var cached = new CachedValue<Integer>(Duration.ofHours(1), () -> {
            throw new IllegalStateException("number " + computed.incrementAndGet());
        });

        assertThatThrownBy(cached::get).hasMessage("number 1");
        assertThatThrownBy(cached::get).hasMessage("number 1");
    }
}
