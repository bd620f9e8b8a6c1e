package swapr.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The topics with their partitions, and below each topic the groups that read it. */
final class TopicFigures {

    /** A partition with the new records a second, over ten seconds. */
    record PartitionFigures(int partition, long first, long end, double perSecond) {}

    /**
     * A group that reads the topic.
     *
     * @param share true for a work queue; the broker may count finished commands in its lag
     * @param lag the lag of each partition
     * @param behindSeconds the time since the group has read all records; null for a work queue
     * @param atLeast true if it is longer than the room has watched
     * @param samples the lag of the last five minutes, the oldest first
     * @param sampledSince the time of the oldest of them, in milliseconds since 1970; 0 without one
     * @param sampledAfter the time of each of them after the oldest one, in milliseconds; a silent broker leaves a gap
     */
    record GroupFigures(
            String group,
            @Nullable String service,
            boolean share,
            List<Long> lag,
            long sum,
            @Nullable Double behindSeconds,
            boolean atLeast,
            String trend,
            List<Long> samples,
            long sampledSince,
            List<Long> sampledAfter) {}

    record Topic(
            String name,
            @Nullable String publisher,
            boolean queue,
            List<PartitionFigures> partitions,
            List<GroupFigures> groups) {}

    /** @param silentSince the time since when the broker does not answer; null if it answers */
    record Figures(Instant at, @Nullable Instant silentSince, List<Topic> topics) {}

    private final OffsetFollower offsets;
    private final Choreography choreography;

    TopicFigures(OffsetFollower offsets, Choreography choreography) {
        this.offsets = offsets;
        this.choreography = choreography;
    }

    Answer answer() {
        return Answer.json(new Figures(Instant.now(), offsets.silentSince(), topics()));
    }

    private List<Topic> topics() {
        var sample = offsets.sample();
        var ranges = new TreeMap<String, TreeMap<Integer, GroupOffsets.Range>>();
        sample.ranges()
                .forEach((partition, range) -> ranges.computeIfAbsent(partition.topic(), any -> new TreeMap<>())
                        .put(partition.partition(), range));
        var topics = new ArrayList<Topic>();
        ranges.forEach((name, partitions) -> {
            var groups = new ArrayList<>(consumers(name, partitions));
            sample.shares().stream().filter(lag -> lag.topic().equals(name)).forEach(lag -> groups.add(share(lag)));
            topics.add(new Topic(
                    name,
                    choreography.publisher(name),
                    choreography.isQueue(name),
                    partitions(name, partitions),
                    groups));
        });
        topics.sort(Comparator.comparing((Topic topic) -> topic.name().endsWith(".dlq")));
        return topics;
    }

    private List<PartitionFigures> partitions(String topic, Map<Integer, GroupOffsets.Range> ranges) {
        return ranges.entrySet().stream()
                .map(entry -> new PartitionFigures(
                        entry.getKey(),
                        entry.getValue().first(),
                        entry.getValue().end(),
                        offsets.history().perSecond(new TopicPartition(topic, entry.getKey()))))
                .toList();
    }

    /** The consumer groups of a topic: those with an offset, and those of the choreography. */
    private List<GroupFigures> consumers(String topic, Map<Integer, GroupOffsets.Range> ranges) {
        var committed = offsets.reading().committed();
        var names = new TreeSet<>(choreography.consumersOf(topic));
        committed.forEach((group, read) -> {
            if (read.keySet().stream().anyMatch(partition -> partition.topic().equals(topic))) {
                names.add(group);
            }
        });
        return names.stream().map(group -> consumer(group, topic, ranges)).toList();
    }

    private GroupFigures consumer(String group, String topic, Map<Integer, GroupOffsets.Range> ranges) {
        var lag = offsets.lag(group, topic);
        double seconds = 0;
        boolean atLeast = false;
        for (var entry : lag.entrySet()) {
            var range = ranges.get(entry.getKey());
            if (range != null && entry.getValue() > 0) {
                var since = offsets.history()
                        .behind(
                                new TopicPartition(topic, entry.getKey()),
                                range.end() - entry.getValue(),
                                Instant.now().toEpochMilli());
                seconds = Math.max(seconds, since.seconds());
                atLeast |= since.atLeast();
            }
        }
        return figures(
                group,
                topic,
                List.copyOf(lag.values()),
                lag.values().stream().mapToLong(Long::longValue).sum(),
                seconds,
                atLeast);
    }

    private GroupFigures share(Lag lag) {
        return figures(lag.group(), lag.topic(), lag.partitions(), lag.lag(), null, false);
    }

    /** @param behind null for a work queue */
    private GroupFigures figures(
            String group, String topic, List<Long> lag, long sum, @Nullable Double behind, boolean atLeast) {
        var history = offsets.history().lags(group, topic);
        var times = offsets.history().times(group, topic);
        var service = choreography.groups().get(group);
        var trend = OffsetHistory.trend(history);
        long since = times.isEmpty() ? 0 : times.getFirst();
        var after = times.stream().map(time -> time - since).toList();
        return new GroupFigures(
                group, service, behind == null, lag, sum, behind, atLeast, trend, history, since, after);
    }
}
