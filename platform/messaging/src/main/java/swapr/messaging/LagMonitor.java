package swapr.messaging;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Measures the outbox, the dead letters and the lag of all readers of this service's topics, and compares the topics'
 * partitions. The publisher requests its readers' lag from the broker, so that the lag stays visible while a reader is
 * down.
 */
final class LagMonitor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LagMonitor.class);

    private final Map<String, Object> kafka;
    private final DatabaseGauges gauges;
    private final Topics topics;
    private final DeadLetterQueries deadLetters;
    private final Metrics metrics;
    private final MessagingProperties properties;
    private final PartitionMonitor partitions;
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable Admin admin;

    LagMonitor(
            KafkaAdmin kafka,
            DatabaseGauges gauges,
            Topics topics,
            DeadLetterQueries deadLetters,
            Metrics metrics,
            MessagingProperties properties) {
        this.kafka = kafka.getConfigurationProperties();
        this.gauges = gauges;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.properties = properties;
        this.partitions = new PartitionMonitor(topics, properties.partitions());
    }

    private void measure(Admin admin) {
        attempt(gauges::take);
        attempt(() -> metrics.openDeadLetters(openDeadLetters()));
        attempt(() -> metrics.lag(lag(admin)));
        attempt(() -> metrics.partitions(partitions.differences(admin)));
    }

    private interface Measurement {
        void take() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /** A failure does not stop the next measurement, because the database and the broker fail independently. */
    private static void attempt(Measurement measurement) {
        try {
            measurement.take();
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            log.debug("A measurement failed: {}", Failures.summary(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Long> openDeadLetters() {
        Map<String, Long> open = new HashMap<>();
        topics.read().forEach(topic -> open.put(topic, 0L));
        open.putAll(deadLetters.countOpen());
        return open;
    }

    private List<MultiGauge.Row<?>> lag(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> published = topics.published();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (GroupListing group : admin.listGroups().all().get(10, TimeUnit.SECONDS)) {
            boolean queue = group.type().filter(type -> type == GroupType.SHARE).isPresent();
            (queue ? queueLag(admin, group.groupId()) : groupLag(admin, group.groupId(), published))
                    .forEach((partition, lag) -> {
                        if (published.contains(partition.topic())) {
                            rows.add(MultiGauge.Row.of(
                                    Tags.of(
                                            "consumer",
                                            group.groupId(),
                                            "topic",
                                            partition.topic(),
                                            "partition",
                                            Integer.toString(partition.partition())),
                                    lag));
                        }
                    });
        }
        return rows;
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

    @Override
    public void start() {
        topics.read().forEach(metrics::startCountingDeadLetters);
        var scheduled = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("lag-monitor").daemon().unstarted(task));
        Admin client = Admin.create(kafka);
        var _ = scheduled.scheduleWithFixedDelay(
                () -> measure(client), 0, properties.lagInterval().toMillis(), TimeUnit.MILLISECONDS);
        admin = client;
        timer = scheduled;
    }

    @Override
    public void stop() {
        ScheduledExecutorService scheduled = timer;
        Admin client = admin;
        timer = null;
        if (scheduled != null && client != null) {
            scheduled.shutdownNow();
            client.close(Duration.ZERO);
        }
    }

    @Override
    public boolean isRunning() {
        return timer != null;
    }
}
