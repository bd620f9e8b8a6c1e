package swapr.room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/**
 * The committed offsets of all consumer groups and their lag, as the broker reports them. Share groups are apart: the
 * broker (4.2.1) also counts commands that are acknowledged. The services report their work queues.
 */
final class GroupOffsets {

    /**
     * The names and offsets of one moment.
     *
     * @param at the time before the broker was asked
     */
    record Reading(Instant at, Map<String, Map<TopicPartition, Long>> committed, List<Lag> lags) {}

    /** The offset of the first record of a partition, and the offset behind its last one. */
    record Range(long first, long end) {}

    private static final int ANSWER_SECONDS = 3;

    private final Admin admin;
    private final Map<String, ListShareGroupOffsetsSpec> shareGroups = new HashMap<>();

    GroupOffsets(Admin admin) {
        this.admin = admin;
    }

    /** @throws TimeoutException if the broker does not answer */
    Reading read() throws InterruptedException, ExecutionException, TimeoutException {
        var begun = Instant.now();
        var groups = new HashMap<String, ListConsumerGroupOffsetsSpec>();
        shareGroups.clear();
        for (var group : admin.listGroups().all().get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
            if (group.type().filter(type -> type == GroupType.SHARE).isEmpty()) {
                groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
            } else {
                shareGroups.put(group.groupId(), new ListShareGroupOffsetsSpec());
            }
        }
        var committed = new TreeMap<String, Map<TopicPartition, Long>>();
        if (!groups.isEmpty()) {
            admin.listConsumerGroupOffsets(groups)
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
                        if (offset != null) {
                            committed
                                    .computeIfAbsent(group, any -> new HashMap<>())
                                    .put(partition, offset.offset());
                        }
                    }));
        }
        return new Reading(begun, committed, lags(committed));
    }

    /** The first and the last offsets of all partitions of these topics. */
    Map<TopicPartition, Range> ranges(Map<String, Integer> topics)
            throws InterruptedException, ExecutionException, TimeoutException {
        var earliest = new HashMap<TopicPartition, OffsetSpec>();
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        topics.forEach((topic, partitions) -> {
            for (int number = 0; number < partitions; number++) {
                earliest.put(new TopicPartition(topic, number), OffsetSpec.earliest());
                latest.put(new TopicPartition(topic, number), OffsetSpec.latest());
            }
        });
        var firsts = admin.listOffsets(earliest).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        var ends = admin.listOffsets(latest).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        var ranges = new HashMap<TopicPartition, Range>();
        firsts.forEach((partition, first) -> {
            var end = ends.get(partition);
            if (end != null) {
                ranges.put(partition, new Range(first.offset(), end.offset()));
            }
        });
        return ranges;
    }

    /** The lag of the share groups of the last {@link #read}. The broker may count finished commands. */
    List<Lag> shareLags() throws InterruptedException, ExecutionException, TimeoutException {
        var lags = new ArrayList<Lag>();
        if (!shareGroups.isEmpty()) {
            admin.listShareGroupOffsets(shareGroups)
                    .all()
                    .get(ANSWER_SECONDS, TimeUnit.SECONDS)
                    .forEach((group, offsets) -> {
                        var behind = new HashMap<TopicPartition, Long>();
                        offsets.forEach((partition, offset) -> behind.put(
                                partition, offset == null ? 0 : offset.lag().orElse(0L)));
                        lags.addAll(Lag.ofTopics(group, behind));
                    });
        }
        return lags;
    }

    private List<Lag> lags(Map<String, Map<TopicPartition, Long>> committed)
            throws InterruptedException, ExecutionException, TimeoutException {
        var partitions = new HashSet<TopicPartition>();
        committed.values().forEach(offsets -> partitions.addAll(offsets.keySet()));
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        var ends = admin.listOffsets(latest).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        var lags = new ArrayList<Lag>();
        committed.forEach((group, offsets) -> {
            var behind = new HashMap<TopicPartition, Long>();
            offsets.forEach((partition, offset) -> {
                var end = ends.get(partition);
                if (end != null) {
                    behind.put(partition, Math.max(0, end.offset() - offset));
                }
            });
            lags.addAll(Lag.ofTopics(group, behind));
        });
        return lags;
    }
}
