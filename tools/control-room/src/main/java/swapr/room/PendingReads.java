package swapr.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The records that a consumer group has not read yet. A group has read a record when its committed offset is beyond the
 * record. It is bounded: of more than {@value #MOST} records the oldest are forgotten.
 */
final class PendingReads {

    private static final int MOST = 2_000;

    /** A group has read a record. */
    record Read(String topic, int partition, long offset, String group) {}

    private record Pending(TopicPartition partition, long offset, Set<String> groups) {}

    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Adds a record with its readers. */
    synchronized void add(KafkaRecord stored) {
        if (!stored.readers().isEmpty()) {
            var partition = new TopicPartition(stored.topic(), stored.partition());
            pending.addLast(new Pending(partition, stored.offset(), new HashSet<>(stored.readers())));
            if (pending.size() > MOST) {
                pending.removeFirst();
            }
        }
    }

    /** Returns what was read since the last call. */
    synchronized List<Read> read(Map<String, Map<TopicPartition, Long>> committed) {
        var reads = new ArrayList<Read>();
        for (var one : pending) {
            one.groups().removeIf(group -> {
                var offset = committed.getOrDefault(group, Map.of()).getOrDefault(one.partition(), 0L);
                if (offset <= one.offset()) {
                    return false;
                }
                reads.add(new Read(one.partition().topic(), one.partition().partition(), one.offset(), group));
                return true;
            });
        }
        pending.removeIf(one -> one.groups().isEmpty());
        return reads;
    }

    synchronized boolean isEmpty() {
        return pending.isEmpty();
    }

    synchronized void clear() {
        pending.clear();
    }
}
