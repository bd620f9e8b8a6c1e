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
    void manyWhoAskAtOnceShareOneAnswer() throws Exception {
        var fresh = new CachedValue<>(Duration.ofHours(1), computed::incrementAndGet);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(callers.submit((Callable<Integer>) fresh::get));
            }
            for (Future<Integer> answer : answers) {
                assertThat(answer.get()).isEqualTo(1);
            }
        }
    }

    @Test
    void anOldAnswerIsComputedAnew() {
        var fresh = new CachedValue<>(Duration.ZERO, computed::incrementAndGet);

        assertThat(fresh.get()).isEqualTo(1);
        assertThat(fresh.get()).isEqualTo(2);
    }

    @Test
    void aFailureIsSharedToo() {
        var fresh = new CachedValue<Integer>(Duration.ofHours(1), () -> {
            throw new IllegalStateException("number " + computed.incrementAndGet());
        });

        assertThatThrownBy(fresh::get).hasMessage("number 1");
        assertThatThrownBy(fresh::get).hasMessage("number 1");
    }
}
