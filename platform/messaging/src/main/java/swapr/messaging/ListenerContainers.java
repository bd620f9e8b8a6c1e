package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.backoff.ExponentialBackOff;

/** Runs one consumer group for each consumer name. */
final class ListenerContainers implements SmartLifecycle {

    /** The time between two commits of offsets. */
    private static final Duration OFFSETS = Duration.ofMillis(200);
    /** The longest wait for records. Offsets are committed only between two polls; the default is 5 s. */
    private static final Duration POLL = Duration.ofMillis(500);

    private final Map<String, Object> kafka;
    private final SubscriptionRegistry subscriptions;
    private final TransactionTemplate transaction;
    private final EventCodec codec;
    private final Inbox inbox;
    private final DeadLetterStore deadLetters;
    private final Projections projections;
    private final Metrics metrics;
    private final MessagingProperties.Retry retry;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private volatile boolean running;

    ListenerContainers(
            ConsumerFactory<?, ?> kafka,
            SubscriptionRegistry subscriptions,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            Projections projections,
            Metrics metrics,
            MessagingProperties properties) {
        this.kafka = kafka.getConfigurationProperties();
        this.subscriptions = subscriptions;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.projections = projections;
        this.metrics = metrics;
        this.retry = properties.retry();
    }

    EventBatchListener listener(String consumer, Subscription subscription) {
        return new EventBatchListener(
                consumer, subscription, transaction, codec, inbox, deadLetters, projections, metrics, retry);
    }

    /** The settings that every reader of events needs. They override the service's settings. */
    static Map<String, Object> settings(Map<String, Object> kafka) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // With the classic protocol a killed instance is noticed after 6 s, with the new one only after 45 s.
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2000);
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
        return settings;
    }

    @Override
    public void start() {
        subscriptions.containers().forEach((consumer, subscription) -> {
            var properties = new ContainerProperties(subscription.topics().toArray(String[]::new));
            properties.setGroupId(consumer);
            properties.setMessageListener(listener(consumer, subscription));
            // A kill repeats the records of this time, and the inbox skips them. One commit per poll costs the broker
            // as much as the poll.
            properties.setAckMode(ContainerProperties.AckMode.TIME);
            properties.setAckTime(OFFSETS.toMillis());
            properties.setPollTimeout(POLL.toMillis());
            // Without a committed offset a partition has no lag that can be measured.
            properties.setAssignmentCommitOption(ContainerProperties.AssignmentCommitOption.ALWAYS);
            var factory = new DefaultKafkaConsumerFactory<>(
                    settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
            var container = new ConcurrentMessageListenerContainer<>(factory, properties);
            container.setBeanName(consumer);
            container.setCommonErrorHandler(pauseAndDeliverAgain());
            container.start();
            containers.add(container);
        });
        running = true;
    }

    /** Only outages reach the container. It pauses, polls to stay in its group, and never stops trying. */
    private static DefaultErrorHandler pauseAndDeliverAgain() {
        var backOff = new ExponentialBackOff(500, 2);
        backOff.setMaxInterval(5_000);
        return new DefaultErrorHandler(
                (record, failure) -> {
                    throw new IllegalStateException("unreachable: the backoff has no end", failure);
                },
                backOff);
    }

    @Override
    public void stop() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
        containers.clear();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts after the web server and stops before it. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }
}
