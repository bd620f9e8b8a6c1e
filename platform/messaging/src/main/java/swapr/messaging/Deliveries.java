package swapr.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;

/** The deliveries of one poll of a worker. */
final class Deliveries {

    /** The time limit of a hand-over. A healthy database needs milliseconds. */
    private static final Duration MAX_HAND_OVER = Duration.ofSeconds(1);

    private final Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> deliveries = new LinkedHashMap<>();

    void add(ConsumerRecord<byte[], byte[]> record, CommandDelivery delivery) {
        deliveries.put(record, delivery);
    }

    boolean isEmpty() {
        return deliveries.isEmpty();
    }

    /** Waits for the answers. Commands that run longer than {@code handOverAfter} are handed over to the database. */
    void await(Duration handOverAfter, Executor threads) throws InterruptedException {
        long until = System.nanoTime() + handOverAfter.toNanos();
        for (CommandDelivery delivery : deliveries.values()) {
            delivery.awaitEnd(until);
        }
        for (CommandDelivery delivery : deliveries.values()) {
            if (delivery.isRunning()) {
                delivery.handOver(threads);
            }
        }
        until = System.nanoTime() + MAX_HAND_OVER.toNanos();
        for (CommandDelivery delivery : deliveries.values()) {
            delivery.awaitAnswer(until);
        }
    }

    /** Answers the broker for each command. Returns the commands with a renewed lock. */
    Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> acknowledge(ShareConsumer<byte[], byte[]> consumer) {
        Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> renewed = new HashMap<>();
        deliveries.forEach((record, delivery) -> {
            AcknowledgeType answer = delivery.answer();
            consumer.acknowledge(record, answer);
            if (answer == AcknowledgeType.RENEW) {
                renewed.put(record, delivery);
            }
        });
        return renewed;
    }
}
