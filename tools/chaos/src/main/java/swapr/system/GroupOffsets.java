package swapr.system;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Changes the committed offsets of the consumer groups from outside. */
final class GroupOffsets {

    private GroupOffsets() {}

    /** Resets all consumer groups to offset 0. The groups must become empty within 30 seconds. */
    static void fromTheBeginning(String bootstrapServers) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (var group : admin.listGroups(ListGroupsOptions.forConsumerGroups())
                    .all()
                    .get()) {
                fromTheBeginning(admin, group.groupId());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void fromTheBeginning(Admin admin, String group) throws ExecutionException, InterruptedException {
        if (!Waiting.until(Duration.ofSeconds(30), () -> state(admin, group) == GroupState.EMPTY)) {
            throw new IllegalStateException("the group %s has members: stop its consumers first".formatted(group));
        }
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet()
                .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }

    private static @Nullable GroupState state(Admin admin, String group) {
        try {
            var found = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return found == null ? null : found.groupState();
        } catch (ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
