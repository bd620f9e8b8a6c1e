package swapr.room;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a topic that a group has not read yet.
 *
 * @param partitions the lag of each partition, in their order; empty for a work queue
 */
record Lag(String group, String topic, long lag, List<Long> partitions) {

    /** The lag of a group in each of its topics, in their order. */
    static List<Lag> ofTopics(String group, Map<TopicPartition, Long> behind) {
        var topics = new TreeMap<String, TreeMap<Integer, Long>>();
        behind.forEach((partition, lag) -> topics.computeIfAbsent(partition.topic(), any -> new TreeMap<>())
                .put(partition.partition(), lag));
        var lags = new ArrayList<Lag>();
        topics.forEach((topic, partitions) -> {
            var sum = partitions.values().stream().mapToLong(Long::longValue).sum();
            lags.add(new Lag(group, topic, sum, List.copyOf(partitions.values())));
        });
        return lags;
    }
}
