package swapr.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the records of the event topics. */
final class EventRecords {

    private static final List<String> TOPICS =
            List.of("user-events", "listing-events", "purchase-events", "notification-events");

    private EventRecords() {}

    /** All records. */
    static List<ConsumerRecord<byte[], byte[]>> all(String bootstrapServers) {
        return newest(bootstrapServers, Integer.MAX_VALUE);
    }

    /** At most this number of records of each partition, the newest ones. */
    static List<ConsumerRecord<byte[], byte[]>> newest(String bootstrapServers, int number) {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = TOPICS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var first = consumer.beginningOffsets(partitions);
            var end = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            first.forEach((partition, offset) ->
                    consumer.seek(partition, Math.max(offset, end.getOrDefault(partition, 0L) - number)));
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < end.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }
}
