package swapr.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads and stores all new events of the topics. It has no consumer group, so it does not affect the services. */
final class TopicWatcher implements AutoCloseable {

    static final List<String> TOPICS = List.of(
            "user-events",
            "listing-events",
            "purchase-events",
            "notification-events",
            "payment-requests",
            "email-requests");

    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumedEvent> seen = new ArrayList<>();
    private final Thread reader;
    private volatile boolean closed;

    TopicWatcher(String bootstrapServers) {
        consumer = consumer(bootstrapServers);
        var partitions = consumer.listTopics(Duration.ofSeconds(10)).entrySet().stream()
                .filter(topic -> TOPICS.contains(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Requesting the position fixes "the end" now, not at the first poll.
        partitions.forEach(consumer::position);
        reader = Thread.ofPlatform().daemon().name("event-watch").start(this::read);
    }

    static KafkaConsumer<String, String> consumer(String bootstrapServers) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void read() {
        while (!closed) {
            for (var event : consumer.poll(Duration.ofMillis(50))) {
                try {
                    var envelope = Json.MAPPER.readTree(event.value());
                    synchronized (seen) {
                        seen.add(new ConsumedEvent(event.topic(), envelope));
                    }
                } catch (JacksonException | IllegalArgumentException e) {
                    // Another program may write invalid records. The demo ignores them.
                }
            }
        }
        consumer.close();
    }

    /** Waits for the first event of this type with this value in its payload. */
    ConsumedEvent await(String type, String field, String value, Duration atMost) {
        return await(type, event -> event.payload(field).equals(value), "with %s %s".formatted(field, value), atMost);
    }

    ConsumedEvent await(String type, Predicate<ConsumedEvent> condition, String description, Duration atMost) {
        OsProcess.await(atMost, () -> find(type, condition) != null);
        var found = find(type, condition);
        if (found == null) {
            throw new DemoAssertionError("no event %s %s within %d s".formatted(type, description, atMost.toSeconds()));
        }
        return found;
    }

    private @Nullable ConsumedEvent find(String type, Predicate<ConsumedEvent> condition) {
        synchronized (seen) {
            return seen.stream()
                    .filter(event -> event.type().equals(type) && condition.test(event))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** All events of one request, ordered by time. */
    List<ConsumedEvent> of(String correlationId) {
        synchronized (seen) {
            return seen.stream()
                    .filter(event -> event.correlationId().equals(correlationId))
                    .sorted(Comparator.comparing(ConsumedEvent::happened))
                    .collect(Collectors.toList());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
