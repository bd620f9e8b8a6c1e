package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the work queues as Kafka share groups (KIP-932): many workers on one topic, each command acknowledged by itself.
 * A worker that dies leaves its commands to the others when their lock expires. A command whose handler fails is kept in
 * the database for {@link Redrive} to try again, because the broker's own redelivery has neither pauses nor patience: an
 * outage of a minute would use up its delivery limit.
 */
final class WorkQueues implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(WorkQueues.class);

    /**
     * How long a renewal may take. When the broker dies before it has answered, the client goes on holding the commands and
     * fetches nothing else, for ever: so it is closed for a new one, and the commands come again.
     */
    private static final Duration COMES_BACK = Duration.ofSeconds(10);

    private final Map<String, Object> kafka;
    private final Reactions reactions;
    private final Work work;
    private final MessagingProperties.Work settings;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running;

    WorkQueues(Map<String, Object> kafka, Reactions reactions, Work work, MessagingProperties.Work settings) {
        this.kafka = kafka;
        this.reactions = reactions;
        this.work = work;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        reactions.queues().forEach((group, subscription) -> {
            for (int i = 1; i <= settings.workers(); i++) {
                threads.add(Thread.ofPlatform().name(group + "-" + i).start(() -> serve(group, subscription)));
            }
        });
    }

    private void serve(String group, Reactions.Subscription subscription) {
        while (running) {
            try (var consumer = new KafkaShareConsumer<>(
                            settings(group), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    var handlers = Executors.newThreadPerTaskExecutor(
                            Thread.ofVirtual().name(group + "-", 0).factory())) {
                consumer.subscribe(subscription.topics());
                boolean renewed = false;
                long since = System.nanoTime();
                while (running) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
                    if (!records.isEmpty()) {
                        renewed = handle(group, records, consumer, handlers);
                        since = System.nanoTime();
                    } else if (renewed && System.nanoTime() - since > COMES_BACK.toNanos()) {
                        throw new IllegalStateException("what was renewed did not come back");
                    }
                }
            } catch (RuntimeException e) {
                if (running) {
                    log.warn("The work queue {} pauses: {}", group, Failures.summary(e));
                    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                }
            }
        }
    }

    /** Whether a command could not be carried out and was renewed: the next poll brings it again. */
    private boolean handle(
            String group,
            ConsumerRecords<byte[], byte[]> records,
            KafkaShareConsumer<byte[], byte[]> consumer,
            ExecutorService handlers) {
        Map<ConsumerRecord<byte[], byte[]>, CompletableFuture<AcknowledgeType>> results = new LinkedHashMap<>();
        records.forEach(record ->
                results.put(record, CompletableFuture.supplyAsync(() -> work.deliver(group, record), handlers)));
        results.forEach((record, result) -> consumer.acknowledge(record, result.join()));
        consumer.commitSync();
        boolean renewed = results.values().stream().anyMatch(result -> result.join() == AcknowledgeType.RENEW);
        if (renewed) {
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        return renewed;
    }

    private Map<String, Object> settings(String group) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet()
                .removeAll(List.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG));
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // Take no more than is handled at once: what waits in a worker's hands could expire and run twice.
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, this.settings.batch());
        return settings;
    }

    @Override
    public void stop() {
        running = false;
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
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
