package swapr.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Measures the outbox, the dead letters and the lag of all readers of this service's topics, and compares the topics'
 * partitions.
 */
final class LagMonitor implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LagMonitor.class);

    private final Map<String, Object> kafka;
    private final DatabaseGauges gauges;
    private final Topics topics;
    private final DeadLetterQueries deadLetters;
    private final Metrics metrics;
    private final Duration interval;
    private final ConsumerLag lag;
    private final PartitionMonitor partitions;
    private final MultiGauge openDeadLetters;
    private volatile @Nullable ScheduledExecutorService timer;
    private volatile @Nullable Admin admin;

    LagMonitor(
            KafkaAdmin kafka,
            DatabaseGauges gauges,
            Topics topics,
            DeadLetterQueries deadLetters,
            Metrics metrics,
            MeterRegistry registry,
            MessagingProperties properties) {
        this.kafka = kafka.getConfigurationProperties();
        this.gauges = gauges;
        this.topics = topics;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.interval = properties.lagInterval();
        this.lag = new ConsumerLag(topics, registry);
        this.partitions = new PartitionMonitor(topics, properties.partitions(), registry);
        this.openDeadLetters = MultiGauge.builder("swapr.dead.letters.open")
                .description("Events that are parked, or wait behind a parked one")
                .register(registry);
    }

    private void measure(Admin admin) {
        attempt(gauges::take);
        attempt(this::countDeadLetters);
        attempt(() -> lag.take(admin));
        attempt(() -> partitions.take(admin));
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

    private void countDeadLetters() {
        Map<String, Long> open = deadLetters.countOpen();
        topics.read().forEach(topic -> open.putIfAbsent(topic, 0L));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        open.forEach((topic, count) -> rows.add(MultiGauge.Row.of(Tags.of("topic", topic), count)));
        openDeadLetters.register(rows, true);
    }

    @Override
    public void start() {
        topics.read().forEach(metrics::startCountingDeadLetters);
        var scheduled = Executors.newSingleThreadScheduledExecutor(
                task -> Thread.ofPlatform().name("lag-monitor").daemon().unstarted(task));
        Admin client = Admin.create(kafka);
        var _ = scheduled.scheduleWithFixedDelay(() -> measure(client), 0, interval.toMillis(), TimeUnit.MILLISECONDS);
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
