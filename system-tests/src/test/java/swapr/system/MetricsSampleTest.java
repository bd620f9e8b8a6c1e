package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What counts as a sign, of what processes have counted. */
class MetricsSampleTest {

    private static final MetricsSample.Counters MUCH = new MetricsSample.Counters(50, 5, 9);

    @Test
    void whatIsCountedOnShows() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MUCH)),
                        sample(Map.of("listing", new MetricsSample.Counters(51, 5, 9))))))
                .containsExactly("duplicates");
    }

    /** Its absence takes what it counted out of any sum, and its return puts it in again: that is no increase. */
    @Test
    void whoWasAwayForAMomentHasCountedNothing() {
        assertThat(MetricsSample.symptoms(
                        List.of(sample(Map.of("listing", MUCH)), sample(Map.of()), sample(Map.of("listing", MUCH)))))
                .isEmpty();
    }

    @Test
    void whoWasRestartedCountsFromZero() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MUCH)),
                        sample(Map.of()),
                        sample(Map.of("listing", new MetricsSample.Counters(0, 0, 1))))))
                .containsExactly("pauses");
    }

    @Test
    void oneProcessDoesNotHideAnother() {
        assertThat(MetricsSample.symptoms(List.of(
                        sample(Map.of("listing", MUCH, "user", new MetricsSample.Counters(0, 0, 0))),
                        sample(Map.of("user", new MetricsSample.Counters(0, 1, 0))))))
                .containsExactly("out of order");
    }

    private static MetricsSample sample(Map<String, MetricsSample.Counters> counted) {
        return new MetricsSample(Instant.EPOCH, 0, 0, 0, 0, List.of(), false, 0, 0, counted, List.of());
    }
}
