package swapr.workshop;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import swapr.system.Http;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The records that reach the event topics after the check has begun. It has no consumer group, so nothing changes. */
final class LabTopics implements AutoCloseable {

    /** @param body a missing node if the record is no JSON */
    record Seen(ConsumerRecord<byte[], byte[]> record, JsonNode body) {

        String field(String name) {
            return body.path(name).asString("");
        }

        String payload(String name) {
            return body.path("payload").path(name).asString("");
        }

        String key() {
            return new String(record.key(), StandardCharsets.UTF_8);
        }

        /** The same event with another id, and with the time of a clock that is 5 minutes ahead. */
        Seen late() {
            var ahead = Instant.now().plus(5, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.MICROS);
            return alone(copy -> copy.put("timestamp", ahead.toString()));
        }

        /** The same content as another fact that exists in this version only. */
        Seen alone() {
            return alone(copy -> {});
        }

        /** The same, from the time before the payload had this field. */
        Seen without(String field) {
            return alone(copy -> ((ObjectNode) copy.path("payload")).remove(field));
        }

        private Seen alone(Consumer<ObjectNode> change) {
            var copy = (ObjectNode) body.deepCopy();
            copy.remove("parallel_versions");
            copy.put("event_id", UUID.randomUUID().toString());
            change.accept(copy);
            var value = Http.JSON.writeValueAsBytes(copy);
            return new Seen(
                    new ConsumerRecord<>(record.topic(), record.partition(), record.offset(), record.key(), value),
                    copy);
        }
    }

    private static final List<String> TOPICS = List.of("user-events", "listing-events", "purchase-events");

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Seen> seen = new ArrayList<>();

    LabTopics(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // fixes "the end" now, not at the first poll
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The events of this type so far, with all records that are on the topics now. */
    List<Seen> of(String type) {
        var end = consumer.endOffsets(consumer.assignment());
        while (end.entrySet().stream().anyMatch(each -> consumer.position(each.getKey()) < each.getValue())) {
            for (var record : consumer.poll(Duration.ofMillis(100))) {
                if (record.key() != null && record.value() != null) {
                    seen.add(new Seen(record, json(record.value())));
                }
            }
        }
        return seen.stream()
                .filter(record -> record.field("event_type").equals(type))
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return Http.JSON.readTree(value);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    /** Sends copies of a record, unchanged, as a relay may do after a crash. A consumer may get them in one batch. */
    void sendAgain(Seen original, int copies) {
        var record = original.record();
        for (var i = 0; i < copies; i++) {
            var copy = new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
            record.headers().forEach(copy.headers()::add);
            var _ = producer.send(copy);
        }
        producer.flush();
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
