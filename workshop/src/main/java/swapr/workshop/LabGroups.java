package swapr.workshop;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import swapr.system.Waiting;

/** The consumer groups and offsets that a text has left. Without a reader, their lag grows with each record. */
record LabGroups(LabMarketplace marketplace) {

    private static final Duration DELETED = Duration.ofSeconds(10);

    /** In the product, only share groups read these topics. */
    private static final String QUEUE = "-requests";

    /** Deletes the groups that only this lab has, and stops its services. */
    void delete(Lab lab) {
        if (lab.groups().isEmpty()) {
            return;
        }
        var servers = marketplace.running().bootstrapServers();
        marketplace.apps().stop(lab.built()); // a group with members cannot be deleted
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            Waiting.until(
                    DELETED,
                    () -> isDone(() -> {
                        var existing = names(admin).stream()
                                .filter(lab.groups()::contains)
                                .toList();
                        admin.deleteConsumerGroups(existing).all().get();
                    }));
        }
    }

    /** Deletes the offsets that an earlier text has committed on work queues. A group that reads them keeps them. */
    void forgetQueues() {
        try (var admin =
                Admin.create(Map.of("bootstrap.servers", marketplace.running().bootstrapServers()))) {
            var _ =
                    isDone(() -> {
                        for (var group : names(admin)) {
                            var queues = admin
                                    .listConsumerGroupOffsets(group)
                                    .partitionsToOffsetAndMetadata()
                                    .get()
                                    .keySet()
                                    .stream()
                                    .filter(partition -> partition.topic().endsWith(QUEUE))
                                    .collect(Collectors.toSet());
                            var _ = queues.isEmpty() || isDone(() -> forget(admin, group, queues));
                        }
                    });
        }
    }

    private static void forget(Admin admin, String group, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        admin.deleteConsumerGroupOffsets(group, partitions).all().get();
    }

    private static List<String> names(Admin admin) throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .filter(group -> group.type()
                        .filter(type -> type == GroupType.CONSUMER || type == GroupType.CLASSIC)
                        .isPresent())
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
}
