package swapr.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Fetches commands of one queue and starts them. It waits only briefly for them. A command that takes longer is handed
 * over to the database and acknowledged, because a share consumer fetches no new command while it holds one
 * (KAFKA-19844, KAFKA-19845). A worker holds a command, and renews its lock, only if the database cannot store it now.
 */
final class Worker {

    private static final Duration POLL = Duration.ofMillis(500);
    /** The pause during an outage of the database, and while a held command has no permit to run. */
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /**
     * The time limit for the redelivery of renewed commands. If the broker ends before it answers a renewal, the client
     * keeps the commands locked and stops fetching. A new client replaces it, and the broker redelivers the commands.
     */
    private static final Duration MAX_REDELIVERY = Duration.ofSeconds(10);

    /** Three heartbeats of a share group. The broker's default for {@code group.share.heartbeat.interval.ms} is 5 s. */
    private static final Duration MAX_SILENCE = Duration.ofSeconds(15);

    private final String group;
    private final CommandProcessor processor;
    private final CommandResults results;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final ExecutorService threads;
    private final Semaphore permits;
    private final HeldCommands held = new HeldCommands();

    /**
     * @param threads runs the commands; a command may run longer than this worker waits
     * @param permits one for each command that may run at once
     */
    Worker(
            String group,
            CommandProcessor processor,
            CommandResults results,
            Metrics metrics,
            MessagingProperties.Work settings,
            ExecutorService threads,
            Semaphore permits) {
        this.group = group;
        this.processor = processor;
        this.results = results;
        this.metrics = metrics;
        this.settings = settings;
        this.threads = threads;
        this.permits = permits;
    }

    /** The age of the oldest command that this worker holds, in seconds; 0 if it holds none. */
    double heldSeconds() {
        return held.seconds();
    }

    /**
     * Returns when it is stopped, or when the group coordinator is away.
     *
     * @throws IllegalStateException if the consumer must be closed, because renewed commands are not redelivered
     */
    void serve(ShareConsumer<byte[], byte[]> consumer, BooleanSupplier running) throws InterruptedException {
        try {
            var contact = new BrokerContact(consumer, MAX_SILENCE);
            long lastDelivery = System.nanoTime();
            while (running.getAsBoolean() && !contact.isLost()) {
                if (poll(consumer) || held.isEmpty()) {
                    lastDelivery = System.nanoTime();
                } else if (System.nanoTime() - lastDelivery > MAX_REDELIVERY.toNanos()) {
                    throw new IllegalStateException("commands with a renewed lock were not redelivered within "
                            + MAX_REDELIVERY.toSeconds() + " s");
                }
            }
        } finally {
            held.replace(Map.of());
        }
    }

    /** Polls once and starts the commands; true if there were any. */
    private boolean poll(ShareConsumer<byte[], byte[]> consumer) throws InterruptedException {
        int room = room();
        if (room == 0 && held.isEmpty()) {
            return false;
        }
        Deliveries deliveries = new Deliveries();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                CommandDelivery delivery = held.find(record);
                if (delivery == null) {
                    delivery = new CommandDelivery(new DeliveredCommand(processor, results, group, record));
                }
                deliveries.add(record, delivery);
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
        deliveries.await(settings.handOverAfter(), threads);
        acknowledge(deliveries, consumer);
        return true;
    }

    /** Acquires permits for one poll. A worker that holds commands does not wait for permits, because it must renew. */
    private int room() throws InterruptedException {
        boolean acquired = held.isEmpty()
                ? permits.tryAcquire(settings.batch(), POLL.toMillis(), TimeUnit.MILLISECONDS)
                : permits.tryAcquire(settings.batch());
        return acquired ? settings.batch() : 0;
    }

    private void acknowledge(Deliveries deliveries, ShareConsumer<byte[], byte[]> consumer)
            throws InterruptedException {
        Map<ConsumerRecord<byte[], byte[]>, CommandDelivery> renewed = deliveries.acknowledge(consumer);
        boolean outage = renewed.values().stream().anyMatch(CommandDelivery::hasMetAnOutage);
        if (outage) {
            metrics.paused("work-queue");
        }
        consumer.commitSync();
        held.replace(renewed);
        if (outage || held.allWait()) {
            Thread.sleep(PAUSE);
        }
    }
}
