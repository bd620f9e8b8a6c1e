package swapr.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates all topics that this service publishes to, reads, or parks on. So services start in any order. An existing
 * topic does not change. Topics keep their records permanently, because projections are rebuilt from them.
 */
final class Topics implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);

    // The broker sets the time, because it would refuse a publisher with a clock more than an hour ahead.
    private static final Map<String, String> SETTINGS =
            Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime");
    // The largest parked record fits, together with its additional headers.
    private static final Map<String, String> DEAD_LETTER_SETTINGS =
            Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime", "max.message.bytes", "2097152");

    private final Map<String, Object> kafka;
    private final EventTypes types;
    private final SubscriptionRegistry subscriptions;
    private final MessagingProperties properties;
    private volatile boolean running;

    Topics(KafkaAdmin kafka, EventTypes types, SubscriptionRegistry subscriptions, MessagingProperties properties) {
        this.kafka = kafka.getConfigurationProperties();
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

    private List<NewTopic> all() {
        Set<String> plain = published();
        plain.addAll(read());
        List<NewTopic> topics = new ArrayList<>();
        plain.forEach(topic -> topics.add(topic(topic, SETTINGS)));
        deadLetters().keySet().forEach(topic -> topics.add(topic(topic, DEAD_LETTER_SETTINGS)));
        return topics;
    }

    private NewTopic topic(String name, Map<String, String> settings) {
        Optional<Short> replicas = properties.replicas() < 1 ? Optional.empty() : Optional.of(properties.replicas());
        return new NewTopic(name, Optional.of(properties.partitions()), replicas).configs(settings);
    }

    private void create() throws InterruptedException, ExecutionException, TimeoutException {
        try (Admin admin = Admin.create(kafka)) {
            for (KafkaFuture<Void> created : admin.createTopics(all()).values().values()) {
                try {
                    created.get(10, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            for (String group : subscriptions.queues().keySet()) {
                var earliest = new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(earliest)))
                        .all()
                        .get(10, TimeUnit.SECONDS);
            }
        }
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
        try {
            create();
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
