package swapr.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaFuture;

/**
 * Decides when a share consumer must be closed because its group coordinator is away, and waits for the broker without
 * one. A share consumer without a coordinator does not wait: its own thread and the polling thread repeat their loops
 * and use a processor core (seen with kafka-clients 4.2.1; KAFKA-20253 describes a similar case).
 */
final class BrokerContact {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final ShareConsumer<?, ?> consumer;
    private final Duration overdue;
    private final long since = System.nanoTime();

    /** @param overdue how long a consumer may send no heartbeat; longer than two heartbeat intervals of the group */
    BrokerContact(ShareConsumer<?, ?> consumer, Duration overdue) {
        this.consumer = consumer;
        this.overdue = overdue;
    }

    /** True if no heartbeat was sent for the time that is allowed. */
    boolean isLost() {
        return System.nanoTime() - since > overdue.toNanos() && sinceHeartbeat() > overdue.toSeconds();
    }

    /** The age of the last heartbeat in seconds; the largest number if there was none. */
    private long sinceHeartbeat() {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("last-heartbeat-seconds-ago"))
                .map(metric -> ((Number) metric.metricValue()).longValue())
                .filter(seconds -> seconds >= 0)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns when the broker answers, or {@code running} is false. */
    static void await(Map<String, Object> kafka, BooleanSupplier running) throws InterruptedException {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        Admin admin = Admin.create(settings);
        try {
            KafkaFuture<?> answer = admin.describeCluster().nodes();
            while (running.getAsBoolean()) {
                try {
                    answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                } catch (TimeoutException e) {
                    // The broker has not answered yet.
                } catch (ExecutionException e) {
                    answer = admin.describeCluster().nodes();
                }
            }
        } finally {
            admin.close(Duration.ZERO); // it would wait for the open request
        }
    }
}
