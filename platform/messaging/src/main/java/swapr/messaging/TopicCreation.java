package swapr.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates topics. An existing topic does not change. Topics keep their records permanently, because projections are
 * rebuilt from them.
 */
final class TopicCreation {

    private static final int TIMEOUT_S = 10;
    // The broker sets the time, because it would refuse a publisher with a clock more than an hour ahead.
    private static final Map<String, String> SETTINGS =
            Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime");
    // The largest parked record fits, together with its additional headers.
    private static final Map<String, String> DEAD_LETTER_SETTINGS =
            Map.of("retention.ms", "-1", "message.timestamp.type", "LogAppendTime", "max.message.bytes", "2097152");

    private final Map<String, Object> kafka;
    private final MessagingProperties properties;

    TopicCreation(Map<String, Object> kafka, MessagingProperties properties) {
        this.kafka = kafka;
        this.properties = properties;
    }

    /**
     * Creates the missing topics, and makes the work queues read their topics from the beginning.
     *
     * @param queues the names of the share groups
     * @throws ExecutionException if the broker refuses
     * @throws TimeoutException if it does not answer within ten seconds
     */
    void create(Set<String> topics, Set<String> deadLetters, Set<String> queues)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<NewTopic> all = new ArrayList<>();
        topics.forEach(topic -> all.add(topic(topic, SETTINGS)));
        deadLetters.forEach(topic -> all.add(topic(topic, DEAD_LETTER_SETTINGS)));
        try (Admin admin = Admin.create(kafka)) {
            for (KafkaFuture<Void> created : admin.createTopics(all).values().values()) {
                try {
                    created.get(TIMEOUT_S, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            for (String group : queues) {
                var earliest = new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
                admin.incrementalAlterConfigs(
                                Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(earliest)))
                        .all()
                        .get(TIMEOUT_S, TimeUnit.SECONDS);
            }
        }
    }

    private NewTopic topic(String name, Map<String, String> settings) {
        Optional<Short> replicas = properties.replicas() < 1 ? Optional.empty() : Optional.of(properties.replicas());
        return new NewTopic(name, Optional.of(properties.partitions()), replicas).configs(settings);
    }
}
