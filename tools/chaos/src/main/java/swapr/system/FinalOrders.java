package swapr.system;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.core.JacksonException;

/** Reads the ids of the orders that become final from now on. */
final class FinalOrders implements AutoCloseable {

    private static final String TOPIC = "purchase-events";
    private static final Set<String> FINAL = Set.of("OrderConfirmed", "OrderCancelled");

    private final String bootstrapServers;
    private final Consumer<String> listener;
    private volatile boolean closed;

    /** @param listener gets the id of each order, in a thread of this object */
    FinalOrders(String bootstrapServers, Consumer<String> listener) {
        this.bootstrapServers = bootstrapServers;
        this.listener = listener;
        Thread.ofPlatform().daemon().name("final orders").start(this::readUntilClosed);
    }

    private void readUntilClosed() {
        while (!closed) {
            try (var consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrapServers),
                    new StringDeserializer(),
                    new ByteArrayDeserializer())) {
                read(consumer);
            } catch (KafkaException e) {
                Waiting.pause(Duration.ofSeconds(1)); // the broker may be away
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        var partitions = consumer.partitionsFor(TOPIC).stream()
                .map(one -> new TopicPartition(TOPIC, one.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        while (!closed) {
            for (var stored : consumer.poll(Duration.ofMillis(500))) {
                if (stored.key() != null && isFinal(stored)) {
                    listener.accept(stored.key().replaceFirst("^order:", ""));
                }
            }
        }
    }

    private static boolean isFinal(ConsumerRecord<String, byte[]> stored) {
        try {
            return stored.value() != null
                    && FINAL.contains(Http.JSON
                            .readTree(stored.value())
                            .path("event_type")
                            .asString(""));
        } catch (JacksonException e) {
            return false; // a malformed record of a fault
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
