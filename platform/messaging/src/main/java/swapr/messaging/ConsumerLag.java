package swapr.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/**
 * The lag of all readers of this service's topics. The publisher requests it from the broker, so that the lag stays
 * visible while a reader is down.
 */
final class ConsumerLag {

    private final Topics topics;
    private final MultiGauge gauge;

    ConsumerLag(Topics topics, MeterRegistry registry) {
        this.topics = topics;
        this.gauge = MultiGauge.builder("swapr.consumer.lag")
                .description("Records that a consumer has not committed yet, as the broker reports")
                .register(registry);
    }

    /** Takes a new reading. If the broker does not answer, an exception is thrown and the last reading stays. */
    void take(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> published = topics.published();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (GroupListing group : admin.listGroups().all().get(10, TimeUnit.SECONDS)) {
            String name = group.groupId();
            boolean queue = group.type().filter(type -> type == GroupType.SHARE).isPresent();
            (queue ? queueLag(admin, name) : groupLag(admin, name, published)).forEach((partition, lag) -> {
                if (published.contains(partition.topic())) {
                    rows.add(MultiGauge.Row.of(tags(name, partition), lag));
                }
            });
        }
        gauge.register(rows, true);
    }

    private static Tags tags(String group, TopicPartition partition) {
        String number = Integer.toString(partition.partition());
        return Tags.of("consumer", group, "topic", partition.topic(), "partition", number);
    }

    private static Map<TopicPartition, Long> groupLag(Admin admin, String group, Set<String> published)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> lag = new HashMap<>();
        var committed = admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get(10, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (offset != null && published.contains(partition.topic())) {
                latest.put(partition, OffsetSpec.latest());
            }
        });
        if (!latest.isEmpty()) {
            admin.listOffsets(latest).all().get(10, TimeUnit.SECONDS).forEach((partition, end) -> {
                var offset = committed.get(partition);
                lag.put(partition, Math.max(0, end.offset() - (offset == null ? 0 : offset.offset())));
            });
        }
        return lag;
    }

    private static Map<TopicPartition, Long> queueLag(Admin admin, String group)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> lag = new HashMap<>();
        admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group)
                .get(10, TimeUnit.SECONDS)
                .forEach((partition, info) -> {
                    if (info != null) {
                        lag.put(partition, info.lag().orElse(0L));
                    }
                });
        return lag;
    }
}
