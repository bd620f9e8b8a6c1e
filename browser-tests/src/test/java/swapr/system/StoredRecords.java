package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** The ids and types of all records that are stored on Kafka from now on, read by the test itself. */
final class StoredRecords implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
            Map.of("bootstrap.servers", "127.0.0.1:" + (Swapr.BASE + 9), "enable.auto.commit", false),
            new StringDeserializer(),
            new StringDeserializer());
    private final Map<String, String> types = new TreeMap<>();

    StoredRecords() {
        var partitions = consumer.listTopics(Duration.ofSeconds(10)).values().stream()
                .flatMap(topic -> topic.stream())
                .filter(one -> !one.topic().startsWith("__"))
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // fixes the end now, not at the first poll
    }

    Set<String> ids() {
        read();
        return types.keySet();
    }

    Set<String> types() {
        read();
        return new TreeSet<>(types.values());
    }

    private void read() {
        for (var stored : consumer.poll(Duration.ofMillis(200))) {
            var envelope = JsonMapper.shared().readTree(stored.value());
            types.put(
                    envelope.path("event_id").asString(""),
                    envelope.path("event_type").asString(""));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
