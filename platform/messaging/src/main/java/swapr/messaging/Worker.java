package swapr.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;

/**
 * Fetches commands of one queue and starts them. A worker waits for its commands a moment only. A command that takes longer
 * is handed over to the database and acknowledged, because a share consumer fetches nothing new while it holds a command
 * (KAFKA-19844, KAFKA-19845). A worker holds, and renews, only a command that the database cannot take at this moment.
 */
final class Worker {

    private static final Duration POLL = Duration.ofMillis(500);
    /** For a hand-over. A healthy database needs milliseconds. */
    private static final Duration WRITING = Duration.ofSeconds(1);
    /** Before the next try while the database is away. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /**
     * How long a renewal may take. When the broker dies before it has answered, the client goes on holding the commands and
     * fetches nothing else, for ever: so it is closed for a new one, and the commands come again.
     */
    private static final Duration COMES_BACK = Duration.ofSeconds(10);

    private record Place(String topic, int partition, long offset) {
        static Place of(ConsumerRecord<?, ?> record) {
            return new Place(record.topic(), record.partition(), record.offset());
        }
    }

    private final String group;
    private final CommandProcessor work;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final ExecutorService threads;
    private final Semaphore permits;
    private final Map<Place, CommandDelivery> held = new HashMap<>();
    private volatile long heldSince;
    private volatile boolean holding;

    /**
     * @param threads in which the commands run; they outlive this worker's turn
     * @param permits one for each command that may run at once
     */
    Worker(
            String group,
            CommandProcessor work,
            Metrics metrics,
            MessagingProperties.Work settings,
            ExecutorService threads,
            Semaphore permits) {
        this.group = group;
        this.work = work;
        this.metrics = metrics;
        this.settings = settings;
        this.threads = threads;
        this.permits = permits;
    }

    /** How long this worker has had the oldest command that it holds; 0 when it holds none. */
    double heldSeconds() {
        return holding ? (System.nanoTime() - heldSince) / 1e9 : 0;
    }

    /** @throws IllegalStateException when the consumer has to be closed, because what it renewed does not come back */
    void serve(KafkaShareConsumer<byte[], byte[]> consumer, BooleanSupplier running) throws InterruptedException {
        try {
            long since = System.nanoTime();
            while (running.getAsBoolean()) {
                if (turn(consumer)) {
                    since = System.nanoTime();
                } else if (held.isEmpty()) {
                    since = System.nanoTime();
                } else if (System.nanoTime() - since > COMES_BACK.toNanos()) {
                    throw new IllegalStateException("the renewed commands did not come back");
                }
            }
        } finally {
            hold(Map.of());
        }
    }

    /** One poll and its commands; whether there were any. */
    private boolean turn(KafkaShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        int room = room();
        if (room == 0 && held.isEmpty()) {
            return false;
        }
        ConsumerRecords<byte[], byte[]> records;
        Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> deliveries = new LinkedHashMap<>();
        try {
            records = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : records) {
                CommandDelivery delivery = held.get(Place.of(record));
                if (delivery == null) {
                    delivery = new CommandDelivery(work, group, record);
                }
                deliveries.put(record, delivery);
                if (!delivery.isRunning() && (room > 0 || permits.tryAcquire())) {
                    room = Math.max(0, room - 1);
                    delivery.proceed(threads, permits::release);
                }
            }
        } finally {
            permits.release(room);
        }
        if (deliveries.isEmpty()) {
            return false;
        }
        await(deliveries);
        acknowledge(deliveries, consumer);
        return true;
    }

    /** Permits for one poll. A worker that holds commands does not wait for them: it has to renew. */
    private int room() throws InterruptedException {
        boolean acquired = held.isEmpty()
                ? permits.tryAcquire(settings.batch(), POLL.toMillis(), TimeUnit.MILLISECONDS)
                : permits.tryAcquire(settings.batch());
        return acquired ? settings.batch() : 0;
    }

    private void await(Map<?, CommandDelivery> deliveries) throws InterruptedException {
        long until = System.nanoTime() + settings.handOverAfter().toNanos();
        for (CommandDelivery delivery : deliveries.values()) {
            delivery.awaitEnd(until);
        }
        for (CommandDelivery delivery : deliveries.values()) {
            if (delivery.isRunning()) {
                delivery.handOver(threads);
            }
        }
        until = System.nanoTime() + WRITING.toNanos();
        for (CommandDelivery delivery : deliveries.values()) {
            delivery.awaitAnswer(until);
        }
    }

    private void acknowledge(
            Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> deliveries,
            KafkaShareConsumer<byte[], byte[]> consumer)
            throws InterruptedException {
        Map<Place, CommandDelivery> renewed = new HashMap<>();
        deliveries.forEach((record, delivery) -> {
            AcknowledgeType answer = delivery.answer();
            consumer.acknowledge(record, answer);
            if (answer == AcknowledgeType.RENEW) {
                metrics.paused("work-queue");
                renewed.put(Place.of(record), delivery);
            }
        });
        consumer.commitSync();
        hold(renewed);
        if (!held.isEmpty()) {
            Thread.sleep(PAUSE);
        }
    }

    private void hold(Map<Place, CommandDelivery> renewed) {
        held.clear();
        held.putAll(renewed);
        held.values().stream().mapToLong(CommandDelivery::since).min().ifPresent(oldest -> heldSince = oldest);
        holding = !held.isEmpty();
    }
}
