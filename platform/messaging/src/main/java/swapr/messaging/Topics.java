package swapr.messaging;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * The topics that this service publishes to, reads, or parks on. They are created at the start, so that services start
 * in any order.
 */
final class Topics implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    private final TopicCreation creation;
    private final EventTypes types;
    private final SubscriptionRegistry subscriptions;
    private final MessagingProperties properties;
    private volatile boolean running;

    Topics(KafkaAdmin kafka, EventTypes types, SubscriptionRegistry subscriptions, MessagingProperties properties) {
        this.creation = new TopicCreation(kafka.getConfigurationProperties(), properties);
        this.types = types;
        this.subscriptions = subscriptions;
        this.properties = properties;
    }

    static String deadLetterTopic(String topic, String consumer) {
        // the name of a share group already contains its topic
        return consumer.endsWith("." + topic)
                ? topic + "." + consumer.substring(0, consumer.length() - topic.length() - 1) + ".dlq"
                : topic + "." + consumer + ".dlq";
    }

    /** The topics that this service writes, without dead-letter topics. */
    Set<String> published() {
        Set<String> topics = new TreeSet<>(types.topics());
        topics.add(properties.topic());
        return topics;
    }

    /** The topics that this service reads, as a consumer group or as a work queue. */
    Set<String> read() {
        Set<String> topics = new TreeSet<>();
        subscriptions.all().values().forEach(subscription -> topics.addAll(subscription.topics()));
        return topics;
    }

    /** The source topic of each dead-letter topic of this service. */
    Map<String, String> deadLetters() {
        Map<String, String> sources = new TreeMap<>();
        subscriptions
                .all()
                .forEach((consumer, subscription) ->
                        subscription.topics().forEach(topic -> sources.put(deadLetterTopic(topic, consumer), topic)));
        return sources;
    }

    /**
     * Creates the topics. During an outage of the broker it tries again in the background, so that the service starts.
     */
    @Override
    public void start() {
        running = true;
        if (!created()) {
            Thread.ofVirtual().name("topics").start(() -> {
                do {
                    LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
                } while (running && !created());
            });
        }
    }

    private boolean created() {
        Set<String> plain = published();
        plain.addAll(read());
        try {
            creation.create(
                    plain, deadLetters().keySet(), subscriptions.queues().keySet());
            return true;
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.warn("Could not create the topics, trying again in 2 s: {}", Failures.summary(e));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return -1;
    }
}
