package swapr.room;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/** The end offsets and the lags of the last five minutes, every two seconds. It is bounded. */
final class OffsetHistory {

    /** Five minutes. */
    static final int KEPT = 150;

    private static final long UNKNOWN = -1;
    /** Ten seconds: a rate over a shorter time is not steady. */
    private static final int WINDOW = 5;

    /**
     * The time since a group has read all records of a partition.
     *
     * @param seconds 0 if it has read all
     * @param atLeast true if the history does not go back so far
     */
    record Behind(double seconds, boolean atLeast) {}

    /** A group that reads a topic. */
    private record Reader(String group, String topic) {}

    private final long[] times = new long[KEPT];
    private final Map<TopicPartition, long[]> ends = new HashMap<>();
    private final Map<Reader, long[]> lags = new HashMap<>();
    private int count;

    /** Adds the offsets of one moment, in milliseconds since 1970. */
    synchronized void add(long at, Map<TopicPartition, Long> newEnds, List<Lag> newLags) {
        int slot = count % KEPT;
        times[slot] = at;
        ends.values().forEach(series -> series[slot] = UNKNOWN);
        lags.values().forEach(series -> series[slot] = UNKNOWN);
        newEnds.forEach((partition, end) -> ends.computeIfAbsent(partition, any -> empty())[slot] = end);
        newLags.forEach(
                lag -> lags.computeIfAbsent(new Reader(lag.group(), lag.topic()), any -> empty())[slot] = lag.lag());
        count++;
    }

    private static long[] empty() {
        var series = new long[KEPT];
        Arrays.fill(series, UNKNOWN);
        return series;
    }

    /** Forgets everything, after a pause in the reading. */
    synchronized void clear() {
        count = 0;
        ends.clear();
        lags.clear();
    }

    /** The new records a second of a partition, over ten seconds; 0 if there are not two samples yet. */
    synchronized double perSecond(TopicPartition partition) {
        var series = ends.get(partition);
        int last = count - 1;
        int first = Math.max(last - WINDOW, oldest());
        if (series == null || first >= last || series[first % KEPT] == UNKNOWN || series[last % KEPT] == UNKNOWN) {
            return 0;
        }
        double seconds = (times[last % KEPT] - times[first % KEPT]) / 1e3;
        return (series[last % KEPT] - series[first % KEPT]) / seconds;
    }

    /** The time since this offset was the end of the partition. The record at this offset is not older than that. */
    synchronized Behind behind(TopicPartition partition, long offset, long now) {
        var series = ends.get(partition);
        if (series == null || count == 0) {
            return new Behind(0, true);
        }
        for (int i = count - 1; i >= oldest(); i--) {
            long end = series[i % KEPT];
            if (end != UNKNOWN && end <= offset) {
                return new Behind(i == count - 1 ? 0 : (now - times[i % KEPT]) / 1e3, false);
            }
        }
        return new Behind((now - times[oldest() % KEPT]) / 1e3, true);
    }

    /** The lags of a group in a topic, the oldest first. */
    synchronized List<Long> lags(String group, String topic) {
        var series = lags.getOrDefault(new Reader(group, topic), empty());
        return IntStream.range(oldest(), count)
                .mapToObj(i -> series[i % KEPT])
                .filter(lag -> lag != UNKNOWN)
                .toList();
    }

    /** The times of these lags, in milliseconds since 1970. */
    synchronized List<Long> times(String group, String topic) {
        var series = lags.getOrDefault(new Reader(group, topic), empty());
        return IntStream.range(oldest(), count)
                .filter(i -> series[i % KEPT] != UNKNOWN)
                .mapToObj(i -> times[i % KEPT])
                .toList();
    }

    /** {@code rising}, {@code falling} or {@code steady}: the last of these lags against the one of ten seconds ago. */
    static String trend(List<Long> lags) {
        if (lags.isEmpty()) {
            return "steady";
        }
        long before = lags.get(Math.max(0, lags.size() - 1 - WINDOW));
        int change = Long.compare(lags.getLast(), before);
        return change == 0 ? "steady" : change > 0 ? "rising" : "falling";
    }

    private int oldest() {
        return Math.max(0, count - KEPT);
    }
}
