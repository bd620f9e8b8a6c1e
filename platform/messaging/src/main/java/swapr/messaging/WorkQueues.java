package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;

/**
 * Reads the work queues as Kafka share groups (KIP-932): many workers on one topic, and each command is acknowledged
 * individually. If a worker ends, the others receive its commands when their locks expire. A failed command is stored
 * in the database, and {@link Redrive} tries it again. The broker redelivers without pauses, so an outage of a minute
 * would use up its delivery limit.
 */
final class WorkQueues implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WorkQueues.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** How long a consumer may take to leave its group. A healthy broker needs milliseconds. */
    private static final Duration CLOSE = Duration.ofSeconds(2);
    /** How long a stop waits for each worker. */
    private static final Duration LAST_POLL = Duration.ofSeconds(20);
    /** How long a stop waits for running commands. Commands that take longer run again when their lease has ended. */
    private static final Duration LAST_COMMANDS = Duration.ofSeconds(5);

    private final ShareConsumers consumers;
    private final SubscriptionRegistry subscriptions;
    private final CommandProcessor processor;
    private final CommandResults results;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final List<Thread> threads = new ArrayList<>();
    private ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    WorkQueues(
            ConsumerFactory<?, ?> kafka,
            SubscriptionRegistry subscriptions,
            CommandProcessor processor,
            CommandResults results,
            Metrics metrics,
            MessagingProperties properties) {
        this.subscriptions = subscriptions;
        this.processor = processor;
        this.results = results;
        this.metrics = metrics;
        this.settings = properties.work();
        this.consumers = new ShareConsumers(kafka, settings.batch());
    }

    @Override
    public void start() {
        running = true;
        commands = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("command-", 0).factory());
        subscriptions.queues().forEach(this::start);
    }

    private void start(String group, Subscription subscription) {
        var permits = new Semaphore(settings.atOnce(), true);
        List<Worker> workers = new ArrayList<>();
        for (int i = 1; i <= settings.workers(); i++) {
            var worker = new Worker(group, processor, results, metrics, settings, commands, permits);
            workers.add(worker);
            threads.add(Thread.ofPlatform().name(group + "-" + i).start(() -> serve(worker, group, subscription)));
        }
        metrics.held(
                group,
                () -> workers.stream().mapToDouble(Worker::heldSeconds).max().orElse(0));
    }

    private void serve(Worker worker, String group, Subscription subscription) {
        try {
            while (running) {
                try {
                    BrokerContact.await(consumers.settings(), this::isRunning);
                    serve(worker, consumers.create(group), subscription);
                } catch (RuntimeException e) {
                    if (running) {
                        log.warn("A worker of {} pauses and opens a new consumer: {}", group, Failures.summary(e));
                        Thread.sleep(PAUSE);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Worker worker, ShareConsumer<byte[], byte[]> consumer, Subscription subscription)
            throws InterruptedException {
        try {
            consumer.subscribe(subscription.topics());
            worker.serve(consumer, this::isRunning);
        } finally {
            // Without a broker a longer close would wait in vain, and use a core.
            consumer.close(CLOSE);
        }
    }

    @Override
    public void stop() {
        running = false;
        try {
            for (Thread thread : threads) {
                thread.join(LAST_POLL);
            }
            commands.shutdown();
            if (!commands.awaitTermination(LAST_COMMANDS.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("Some commands are still running. They run again, in any instance, when their lease ends");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }
}
