package swapr.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** A test's access to the broker. It publishes and reads records as bytes, without classes of the application. */
public final class Kafka implements AutoCloseable {

    private final String bootstrapServers;
    private final Admin admin;
    private final Publisher publisher;
    private final Groups groups;
    private final Topics topics;

    public Kafka(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        this.publisher = new Publisher(bootstrapServers);
        this.groups = new Groups(admin);
        this.topics = new Topics(admin);
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates a topic. An existing topic stays unchanged. */
    public void createTopic(String topic, int partitions) {
        topics.create(topic, partitions);
    }

    /** Increases a topic to this number of partitions. Waits up to 20 seconds until the producer has its metadata. */
    public void addPartitions(String topic, int partitions) {
        topics.addPartitions(topic, partitions);
        BrokerCalls.await(
                topic + " with " + partitions + " partitions", () -> publisher.partitions(topic) == partitions);
    }

    /** Publishes the event. Returns the record after the broker has acknowledged it. */
    public ReceivedRecord publish(String topic, TestEvent event) {
        return publish(topic, event.aggregateId(), event.json(), event.headers());
    }

    /** Publishes any bytes, malformed records included. */
    public ReceivedRecord publish(
            String topic, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        this.topics.await(topic);
        return publisher.publish(topic, key, value, headers);
    }

    /** Publishes the event and returns an object that checks its effects. */
    public Delivery deliver(String topic, TestEvent event) {
        return new Delivery(this, topic, event, publish(topic, event));
    }

    /** Returns all committed records up to the current end of the topic. Records of one partition are in order. */
    public List<ReceivedRecord> read(String topic) {
        try (Consumer<byte[], byte[]> consumer = assigned(topic)) {
            consumer.seekToBeginning(consumer.assignment());
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ReceivedRecord> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(100))) {
                    found.add(ReceivedRecord.of(one));
                }
            }
            return found;
        }
    }

    /** Collects the records that arrive from now on. */
    public Recording record(String... topics) {
        Consumer<byte[], byte[]> consumer = assigned(topics);
        consumer.seekToEnd(consumer.assignment());
        consumer.assignment().forEach(consumer::position); // seeking is lazy; this call does it now
        return new Recording(consumer);
    }

    /** Collects all records from the beginning of the topics. */
    public Recording recordAll(String... topics) {
        Consumer<byte[], byte[]> consumer = assigned(topics);
        consumer.seekToBeginning(consumer.assignment());
        return new Recording(consumer);
    }

    /**
     * Waits up to 20 seconds until every consumer group and share group of the record's partition has processed the
     * record. Returns immediately if no group reads the partition.
     */
    public void awaitProcessed(ReceivedRecord published) {
        TopicPartition partition = new TopicPartition(published.topic(), published.partition());
        BrokerCalls.await(
                "all groups have processed " + published,
                () -> groups.behind(partition, published.offset()).isEmpty());
    }

    public Set<String> topics() {
        return topics.names();
    }

    @Override
    public void close() {
        publisher.close();
        admin.close(Duration.ofSeconds(1));
    }

    void deleteEverything() {
        groups.delete();
        topics.deleteAll();
    }

    private Consumer<byte[], byte[]> assigned(String... topics) {
        this.topics.await(topics);
        Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(Stream.of(topics)
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList());
        return consumer;
    }
}
