package swapr.testing;

import static swapr.testing.BrokerCalls.done;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of the broker. */
final class Topics {

    private final Admin admin;

    Topics(Admin admin) {
        this.admin = admin;
    }

    void create(String topic, int partitions) {
        try {
            done(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all());
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    void addPartitions(String topic, int partitions) {
        done(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                .all());
    }

    Set<String> names() {
        return done(admin.listTopics().names());
    }

    /** Waits up to 20 seconds for the topics, because the application creates them while it starts. */
    void await(String... topics) {
        Set<String> wanted = Set.of(topics);
        if (!names().containsAll(wanted)) {
            BrokerCalls.await("topics " + wanted, () -> names().containsAll(wanted));
        }
    }

    void deleteAll() {
        Set<String> topics = names();
        if (!topics.isEmpty()) {
            done(admin.deleteTopics(topics).all());
        }
        BrokerCalls.await("all topics are deleted", () -> names().isEmpty());
    }
}
