package swapr.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Measures what piles up: the outbox, the dead letters, and the lag of everybody who reads this service's topics. The
 * publisher asks the broker for its readers' lag, so that it stays visible while a reader is down.
 */
final class Watch implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    private record Backlog(long pending, double oldestAgeSeconds, long retrying) {}

    private final Map<String, Object> kafka;
    private final JdbcTemplate jdbc;
    private final Topics topics;
    private final DeadLetters deadLetters;
    private final Metrics metrics;
    private final MessagingProperties properties;
    private volatile Backlog backlog = new Backlog(0, 0, 0);
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable Admin admin;

    Watch(
            Map<String, Object> kafka,
            JdbcTemplate jdbc,
            Topics topics,
            DeadLetters deadLetters,
            Metrics metrics,
            MeterRegistry registry,
            MessagingProperties properties) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.properties = properties;
        Gauge.builder("swapr.outbox.pending", () -> backlog.pending())
                .description("Committed, not yet acknowledged by Kafka")
                .register(registry);
        Gauge.builder("swapr.outbox.oldest.age.seconds", () -> backlog.oldestAgeSeconds())
                .description("Age of the oldest unpublished event")
                .register(registry);
        Gauge.builder("swapr.commands.retrying", () -> backlog.retrying())
                .description("Commands that failed, the world outside being away, and will be tried again")
                .register(registry);
    }

    private void measure(Admin admin) {
        try {
            backlog = jdbc.queryForObject(
                    "select count(*), coalesce(extract(epoch from now() - min(e.occurred_at)), 0), (select count(*) from dead_letters where status = 'RETRYING') from outbox o left join event_log e on e.position = o.event",
                    (row, n) -> new Backlog(row.getLong(1), Math.max(0, row.getDouble(2)), row.getLong(3)));
            metrics.openDeadLetters(openDeadLetters());
            metrics.lag(lag(admin));
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            log.debug("Could not measure: {}", Failures.summary(e));
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
        Set<String> ours = topics.published();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (GroupListing group : admin.listGroups().all().get(10, TimeUnit.SECONDS)) {
            boolean queue = group.type().filter(type -> type == GroupType.SHARE).isPresent();
            (queue ? queueLag(admin, group.groupId()) : groupLag(admin, group.groupId(), ours))
                    .forEach((partition, lag) -> {
                        if (ours.contains(partition.topic())) {
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

    private static Map<TopicPartition, Long> groupLag(Admin admin, String group, Set<String> ours)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, Long> lag = new HashMap<>();
        var committed = admin.listConsumerGroupOffsets(Map.of(group, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(group)
                .get(10, TimeUnit.SECONDS);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (offset != null && ours.contains(partition.topic())) {
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
                task -> Thread.ofPlatform().name("watch").daemon().unstarted(task));
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
