package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.ProducerFactory;

/** Sends the rows of an outbox to Kafka. In each lane, no record is sent after one that failed. */
final class BatchSender {

    private final ProducerFactory<byte[], byte[]> producers;
    private final Metrics metrics;
    private final Duration ackTimeout;

    BatchSender(ProducerFactory<byte[], byte[]> producers, Metrics metrics, Duration ackTimeout) {
        this.producers = producers;
        this.metrics = metrics;
        this.ackTimeout = ackTimeout;
    }

    /**
     * Sends a batch and waits for the acknowledgements.
     *
     * @param failures receives the first failure of each lane
     * @return the positions of the acknowledged rows; in each lane those before its first failure
     */
    List<Long> send(List<Outbox.Pending> batch, Map<String, Exception> failures) {
        Producer<byte[], byte[]> producer = producers.createProducer(); // always the same one, until a reset
        Map<Outbox.Pending, Future<?>> acknowledgements = new LinkedHashMap<>();
        long deadline = System.nanoTime() + ackTimeout.toNanos();
        for (Outbox.Pending pending : batch) {
            if (!failures.containsKey(pending.lane())) {
                try {
                    Future<?> acknowledgement = producer.send(placed(pending.record(), producer));
                    // Without metadata, for example, the producer throws nothing. It returns a future that has failed.
                    // The next record could be sent then, and it would overtake this one.
                    if (acknowledgement.state() == Future.State.FAILED) {
                        failures.put(pending.lane(), new ExecutionException(acknowledgement.exceptionNow()));
                    } else {
                        acknowledgements.put(pending, acknowledgement);
                    }
                } catch (KafkaException e) {
                    failures.put(pending.lane(), e);
                }
            }
        }
        List<Long> acknowledged = new ArrayList<>(batch.size());
        acknowledgements.forEach((pending, acknowledgement) -> {
            try {
                acknowledgement.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (!failures.containsKey(pending.lane())) {
                    acknowledged.add(pending.position());
                    metrics.published(pending.record().topic());
                }
            } catch (ExecutionException | TimeoutException e) {
                failures.putIfAbsent(pending.lane(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.putIfAbsent(pending.lane(), e);
            }
        });
        return acknowledged;
    }

    /**
     * A dead letter goes to the partition number of its source. If its topic has no such partition, its key decides.
     */
    private static ProducerRecord<byte[], byte[]> placed(
            ProducerRecord<byte[], byte[]> record, Producer<byte[], byte[]> producer) {
        return record.partition() == null
                        || record.partition()
                                < producer.partitionsFor(record.topic()).size()
                ? record
                : new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
    }

    /** Closes the producer with its unsent records. The next batch gets a new one. */
    void reset() {
        producers.reset();
    }
}
