package swapr.room;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Follows the offsets of all groups while the room is watched, and keeps those of the last five minutes. */
final class OffsetFollower {

    private static final Duration UPDATE = Duration.ofMillis(200);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration SAMPLE = Duration.ofSeconds(2);

    /**
     * The partitions of one moment.
     *
     * @param shares the lag of the share groups, as the broker reports it
     */
    record Sample(Instant at, Map<TopicPartition, GroupOffsets.Range> ranges, List<Lag> shares) {}

    private final String kafka;
    private final PendingReads pending;
    private final Supplier<Map<String, Integer>> topics;
    private final Consumer<List<PendingReads.Read>> reads;
    private final OffsetHistory history = new OffsetHistory();
    private volatile GroupOffsets.Reading reading = new GroupOffsets.Reading(Instant.MIN, Map.of(), List.of());
    private volatile Sample sample = new Sample(Instant.MIN, Map.of(), List.of());
    /** A frozen broker still accepts connections, so its health is not enough. */
    private volatile @Nullable Instant silentSince;

    /**
     * @param topics the topics with their number of partitions
     * @param reads takes the records that a group has read
     */
    OffsetFollower(
            String kafka,
            PendingReads pending,
            Supplier<Map<String, Integer>> topics,
            Consumer<List<PendingReads.Read>> reads) {
        this.kafka = kafka;
        this.pending = pending;
        this.topics = topics;
        this.reads = reads;
    }

    /** The last offsets of the groups. */
    GroupOffsets.Reading reading() {
        return reading;
    }

    /** The last offsets of the partitions, at most two seconds older. */
    Sample sample() {
        return sample;
    }

    /** The lag of a consumer group in a topic by partition. A group without an offset starts at the first record. */
    SortedMap<Integer, Long> lag(String group, String topic) {
        var committed = reading.committed().getOrDefault(group, Map.of());
        var lags = new TreeMap<Integer, Long>();
        sample.ranges().forEach((partition, range) -> {
            if (partition.topic().equals(topic)) {
                long read = committed.getOrDefault(partition, range.first());
                lags.put(partition.partition(), Math.max(0, range.end() - read));
            }
        });
        return lags;
    }

    /** Waits for offsets that the broker reports after this moment; false if it does not answer for so long. */
    boolean awaitAfter(Instant moment, Duration atMost) {
        var end = Instant.now().plus(atMost);
        while (!reading.at().isAfter(moment) || !sample.at().isAfter(moment)) {
            if (Instant.now().isAfter(end)) {
                return false;
            }
            LockSupport.parkNanos(UPDATE.toNanos());
        }
        return true;
    }

    OffsetHistory history() {
        return history;
    }

    /** The time since when the broker does not answer; null if it answers. */
    @Nullable
    Instant silentSince() {
        return silentSince;
    }

    /** Follows while the condition holds. */
    void followWhile(BooleanSupplier wanted) {
        try (var admin = Admin.create(
                Map.of("bootstrap.servers", kafka, "client.id", "control-room", "enable.metrics.push", false))) {
            var groups = new GroupOffsets(admin);
            while (wanted.getAsBoolean()) {
                try {
                    read(groups);
                    silentSince = null;
                } catch (ExecutionException | TimeoutException e) {
                    silentSince = silentSince == null ? Instant.now() : silentSince;
                }
                LockSupport.parkNanos((pending.isEmpty() ? SECOND : UPDATE).toNanos());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            history.clear();
        }
    }

    private void read(GroupOffsets groups) throws InterruptedException, ExecutionException, TimeoutException {
        var next = groups.read();
        reading = next;
        reads.accept(pending.read(next.committed()));
        if (sample.at().plus(SAMPLE).isBefore(next.at()) && !topics.get().isEmpty()) {
            var ranges = groups.ranges(topics.get());
            sample = new Sample(next.at(), ranges, groups.shareLags());
            var lags = new ArrayList<>(next.lags());
            lags.addAll(sample.shares());
            history.add(
                    next.at().toEpochMilli(),
                    ranges.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().end())),
                    lags);
        }
    }
}
