package swapr.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Publishes records of a test, one at a time. */
final class Publisher implements AutoCloseable {

    private final Producer<byte[], byte[]> producer;

    Publisher(String bootstrapServers) {
        this.producer = new KafkaProducer<>(
                // The producer must accept a record of 1.1 MB, so that a test gets the broker's answer.
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "acks", "all",
                        "linger.ms", 0,
                        "metadata.max.age.ms", 1_000,
                        "max.request.size", 8_000_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** The number of partitions that the producer knows. */
    int partitions(String topic) {
        return producer.partitionsFor(topic).size();
    }

    /** Returns the record after the broker has acknowledged it. */
    ReceivedRecord publish(String topic, @Nullable String key, byte @Nullable [] value, Map<String, String> headers) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, keyBytes, value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        try {
            RecordMetadata sent = producer.send(message).get(20, TimeUnit.SECONDS);
            return new ReceivedRecord(topic, sent.partition(), sent.offset(), key, headers, value);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Cannot publish to " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
