package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Rates, trends, and the time that a group is behind, from the samples of the last five minutes. */
class OffsetHistoryTest {

    private static final TopicPartition PARTITION = new TopicPartition("listing-events", 0);

    private final OffsetHistory history = new OffsetHistory();

    private void add(long seconds, long end, long lag) {
        var lags = List.of(new Lag("analytics-service", PARTITION.topic(), lag, List.of(lag)));
        history.add(seconds * 1_000, Map.of(PARTITION, end), lags);
    }

    @Test
    void theRateIsTakenOverTheLastTenSeconds() {
        add(0, 0, 0);
        assertThat(history.perSecond(PARTITION)).as("one sample has no rate").isZero();
        for (int second = 2; second <= 20; second += 2) {
            add(second, second < 10 ? 0 : 30L * (second - 10), 0);
        }

        assertThat(history.perSecond(PARTITION)).isEqualTo(30);
        assertThat(history.perSecond(new TopicPartition("other", 0))).isZero();
    }

    @Test
    void aGroupIsBehindSinceItsOffsetWasTheEnd() {
        add(0, 100, 0);
        add(2, 100, 0);
        add(4, 105, 5);
        add(6, 110, 10);

        assertThat(history.behind(PARTITION, 110, 7_000)).isEqualTo(new OffsetHistory.Behind(0, false));
        assertThat(history.behind(PARTITION, 105, 7_000)).isEqualTo(new OffsetHistory.Behind(3, false));
        assertThat(history.behind(PARTITION, 100, 7_000)).isEqualTo(new OffsetHistory.Behind(5, false));
        assertThat(history.behind(PARTITION, 99, 7_000))
                .as("the record is older than the history")
                .isEqualTo(new OffsetHistory.Behind(7, true));
    }

    @Test
    void onlyFiveMinutesAreKept() {
        for (int sample = 0; sample < OffsetHistory.KEPT + 10; sample++) {
            add(2L * sample, sample, sample);
        }

        assertThat(history.lags("analytics-service", PARTITION.topic()))
                .hasSize(OffsetHistory.KEPT)
                .startsWith(10L);
        assertThat(history.behind(PARTITION, 5, 320_000).atLeast()).isTrue();
        history.clear();
        assertThat(history.lags("analytics-service", PARTITION.topic())).isEmpty();
    }

    @Test
    void theTrendComparesWithTenSecondsAgo() {
        assertThat(OffsetHistory.trend(List.of())).isEqualTo("steady");
        assertThat(OffsetHistory.trend(List.of(9L, 1L, 2L, 3L, 4L, 5L, 6L))).isEqualTo("rising");
        assertThat(OffsetHistory.trend(List.of(0L, 8L, 5L, 0L))).isEqualTo("steady");
        assertThat(OffsetHistory.trend(List.of(7L, 2L))).isEqualTo("falling");
    }
}
