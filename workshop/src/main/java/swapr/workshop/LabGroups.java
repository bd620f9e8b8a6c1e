package swapr.workshop;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** The consumer groups and offsets that a text has left. Without a reader, their lag grows with each record. */
final class LabGroups implements AutoCloseable {

    /** In the product, only share groups read these topics. */
    private static final String QUEUE = "-requests";

    private static final Set<GroupType> CONSUMERS = Set.of(GroupType.CONSUMER, GroupType.CLASSIC);

    private final Admin admin;

    LabGroups(String bootstrapServers) {
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Deletes these groups. Returns false if one of them has members. */
    boolean isDeleted(List<String> groups) {
        return isDone(() -> {
            var existing = names().stream().filter(groups::contains).toList();
            admin.deleteConsumerGroups(existing).all().get();
        });
    }

    /** Deletes the offsets of all groups on work queues. A group that reads a queue now keeps its offsets. */
    void forgetQueues() {
        var _ = isDone(() -> names().forEach(group -> {
            var _ = isDone(() -> {
                var queues = queues(group);
                if (!queues.isEmpty()) {
                    admin.deleteConsumerGroupOffsets(group, queues).all().get();
                }
            });
        }));
    }

    private Set<TopicPartition> queues(String group) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().keySet().stream()
                .filter(partition -> partition.topic().endsWith(QUEUE))
                .collect(Collectors.toSet());
    }

    private List<String> names() throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .filter(group -> group.type().filter(CONSUMERS::contains).isPresent())
                .map(GroupListing::groupId)
                .toList();
    }

    private interface Requests {
        void send() throws ExecutionException, InterruptedException;
    }

    /** False if the broker refuses: a group has members, or reads the topic. */
    private static boolean isDone(Requests requests) {
        try {
            requests.send();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
