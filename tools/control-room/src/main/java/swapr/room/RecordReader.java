package swapr.room;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all topics from their end. It joins no group and commits nothing, so no service is affected. A topic that is
 * created later is read from its beginning.
 */
final class RecordReader {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(3);
    private static final Duration NEW_TOPICS = Duration.ofSeconds(5);

    private final String kafka;
    private final Consumer<ConsumerRecord<String, byte[]>> records;
    private volatile Map<String, Integer> topics = Map.of();

    RecordReader(String kafka, Consumer<ConsumerRecord<String, byte[]>> records) {
        this.kafka = kafka;
        this.records = records;
    }

    /** The topics that are read now with their number of partitions; empty until the reader knows their ends. */
    Map<String, Integer> topics() {
        return topics;
    }

    /**
     * Reads while the condition holds. If the broker is away, it waits and continues where it was.
     *
     * @throws KafkaException if the client fails for good; the caller may start again
     */
    void readWhile(BooleanSupplier wanted) {
        try (var consumer = new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            var checked = 0L;
            while (wanted.getAsBoolean()) {
                if (topics.isEmpty() || System.nanoTime() - checked > NEW_TOPICS.toNanos()) {
                    findTopics(consumer);
                    checked = System.nanoTime();
                }
                if (!topics.isEmpty()) {
                    consumer.poll(POLL).forEach(records);
                }
            }
        } finally {
            topics = Map.of();
        }
    }

    private void findTopics(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> added = new ArrayList<>();
        try {
            consumer.listTopics(ANSWER).forEach((topic, partitions) -> {
                if (!topic.startsWith("__")) {
                    partitions.forEach(one -> added.add(new TopicPartition(topic, one.partition())));
                }
            });
            added.removeAll(consumer.assignment());
            if (!added.isEmpty()) {
                assign(consumer, added);
            }
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            // The broker is away. The page shows this, and the next call tries again.
        }
    }

    private void assign(KafkaConsumer<String, byte[]> consumer, List<TopicPartition> added) {
        boolean first = consumer.assignment().isEmpty();
        // Now, and not at the next poll: a record that is stored meanwhile must not be missed.
        var starts = first ? consumer.endOffsets(added, ANSWER) : consumer.beginningOffsets(added, ANSWER);
        var all = new HashSet<>(consumer.assignment());
        all.addAll(added);
        consumer.assign(all);
        starts.forEach(consumer::seek);
        var found = new TreeMap<String, Integer>();
        all.forEach(partition -> found.merge(partition.topic(), 1, Integer::sum));
        topics = found;
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                kafka,
                "client.id",
                "control-room",
                "enable.auto.commit",
                false,
                "isolation.level",
                "read_committed",
                "allow.auto.create.topics",
                false,
                "fetch.max.bytes",
                1 << 20,
                "max.partition.fetch.bytes",
                128 << 10,
                "enable.metrics.push",
                false);
    }
}
