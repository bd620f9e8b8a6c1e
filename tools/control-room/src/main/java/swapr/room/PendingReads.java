package swapr.room;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records that a consumer group has not read yet. A group has read a record when its committed offset is beyond the
 * record. A work queue has finished a command when its service has stored a result. It is bounded: of more than
 * {@value #MOST} records the oldest are forgotten.
 */
final class PendingReads {

    private static final int MOST = 2_000;

    /** A group has read a record, or a work queue has finished a command. */
    record Read(String topic, int partition, long offset, String group) {}

    private record Pending(
            TopicPartition partition, long offset, @Nullable String eventId, Set<String> groups) {}

    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Adds a record with its readers. */
    synchronized void add(KafkaRecord stored) {
        if (!stored.readers().isEmpty()) {
            var partition = new TopicPartition(stored.topic(), stored.partition());
            pending.addLast(new Pending(partition, stored.offset(), stored.eventId(), new HashSet<>(stored.readers())));
            if (pending.size() > MOST) {
                pending.removeFirst();
            }
        }
    }

    /** Returns the reads since the last call that these committed offsets show. */
    synchronized List<Read> read(Map<String, Map<TopicPartition, Long>> committed) {
        var reads = new ArrayList<Read>();
        committed.forEach((group, offsets) ->
                take(group, one -> offsets.getOrDefault(one.partition(), 0L) > one.offset(), reads));
        return reads;
    }

    /** The commands of a work queue that are known now. Ask its service afterwards which of them are still open. */
    synchronized Set<String> commands(String group) {
        var ids = new HashSet<String>();
        for (var one : pending) {
            if (one.groups().contains(group) && one.eventId() != null) {
                ids.add(one.eventId());
            }
        }
        return ids;
    }

    /** Returns these commands as finished by a work queue. */
    synchronized List<Read> finished(String group, Set<String> commands) {
        var reads = new ArrayList<Read>();
        take(group, one -> commands.contains(one.eventId()), reads);
        return reads;
    }

    private void take(String group, Predicate<Pending> done, List<Read> reads) {
        for (var one : pending) {
            if (one.groups().contains(group) && done.test(one)) {
                one.groups().remove(group);
                reads.add(new Read(one.partition().topic(), one.partition().partition(), one.offset(), group));
            }
        }
        pending.removeIf(one -> one.groups().isEmpty());
    }

    synchronized boolean isEmpty() {
        return pending.isEmpty();
    }

    synchronized void clear() {
        pending.clear();
    }
}
