package swapr.testing;

import static swapr.testing.BrokerCalls.done;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The progress of the running consumer groups and share groups, as the broker reports it. */
final class Groups {

    private final Admin admin;

    Groups(Admin admin) {
        this.admin = admin;
    }

    /** Returns the running groups that read the partition and have not yet processed the record at this offset. */
    List<String> behind(TopicPartition partition, long offset) {
        return Stream.concat(
                        ids(false).stream().filter(group -> consumerBehind(group, partition, offset)),
                        ids(true).stream().filter(group -> shareBehind(group, partition, offset)))
                .toList();
    }

    private boolean consumerBehind(String group, TopicPartition partition, long offset) {
        var described = done(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        if (described == null
                || described.groupState() == GroupState.EMPTY
                || described.groupState() == GroupState.DEAD) {
            return false;
        }
        if (described.groupState() != GroupState.STABLE) {
            return true;
        }
        if (described.members().stream()
                .noneMatch(member -> member.assignment().topicPartitions().contains(partition))) {
            return false;
        }
        OffsetAndMetadata committed = done(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(partition);
        return committed == null || committed.offset() <= offset;
    }

    private boolean shareBehind(String group, TopicPartition partition, long offset) {
        var described = done(admin.describeShareGroups(List.of(group)).all()).get(group);
        if (described == null
                || described.members().stream()
                        .noneMatch(
                                member -> member.assignment().topicPartitions().contains(partition))) {
            return false;
        }
        var reached = done(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(group))
                .get(partition);
        return reached == null || reached.startOffset() <= offset;
    }

    /**
     * Deletes all groups. The broker refuses to delete a group with members, so this waits up to 20 seconds for them to
     * leave, and then fails.
     */
    void delete() {
        BrokerCalls.await("all groups are deleted", () -> {
            boolean consumers = attempt(
                    admin.deleteConsumerGroups(ids(false)).deletedGroups().values());
            boolean shares =
                    attempt(admin.deleteShareGroups(ids(true)).deletedGroups().values());
            return consumers && shares;
        });
    }

    private static boolean attempt(Collection<KafkaFuture<Void>> deletions) {
        boolean all = true;
        for (KafkaFuture<Void> deletion : deletions) {
            try {
                deletion.get(30, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException notEmptyYet) {
                all = false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return all;
    }

    private List<String> ids(boolean share) {
        List<String> ids = new ArrayList<>();
        for (GroupListing group : done(admin.listGroups().all())) {
            if (group.type().filter(type -> type == GroupType.SHARE).isPresent() == share) {
                ids.add(group.groupId());
            }
        }
        return ids;
    }
}
