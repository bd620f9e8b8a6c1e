package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The symptoms that follow from the counters of the processes. */
class MetricsSampleTest {

    private static final MetricsSample.Counters MANY = new MetricsSample.Counters(50, 5, 9);

    @Test
    void anIncreasedCounterIsASymptom() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MANY)),
                        sample(Map.of("listing", new MetricsSample.Counters(51, 5, 9))))))
                .containsExactly("duplicates");
    }

    /** A sum over all processes would decrease and increase again. Each process is therefore compared with itself. */
    @Test
    void aProcessWithAMissingSampleIsNoSymptom() {
        assertThat(MetricsSample.symptoms(
                        List.of(sample(Map.of("listing", MANY)), sample(Map.of()), sample(Map.of("listing", MANY)))))
                .isEmpty();
    }

    @Test
    void aRestartedProcessCountsFromZero() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MANY)),
                        sample(Map.of()),
                        sample(Map.of("listing", new MetricsSample.Counters(0, 0, 1))))))
                .containsExactly("pauses");
    }

    @Test
    void eachProcessIsComparedSeparately() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MANY, "user", new MetricsSample.Counters(0, 0, 0))),
                        sample(Map.of("user", new MetricsSample.Counters(0, 1, 0))))))
                .containsExactly("out of order");
    }

    private static MetricsSample sample(Map<String, MetricsSample.Counters> counted) {
        return new MetricsSample(Instant.EPOCH, 0, 0, 0, 0, List.of(), false, 0, 0, counted, List.of());
    }
}
