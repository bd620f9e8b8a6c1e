package swapr.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the partitions of this service's topics with the configured number, and those of its dead-letter topics with
 * their source. New partitions move keys, so unread records lose their order per key. This class only reports. It adds
 * no partitions, because that would hide a change of the source (docs/decisions/0015).
 */
final class PartitionMonitor {

    private static final Logger log = LoggerFactory.getLogger(PartitionMonitor.class);

    private static final String CONFIGURED = "configured";

    private final Topics topics;
    private final int configured;
    private final MultiGauge gauge;
    private final Set<String> reported = new HashSet<>();

    PartitionMonitor(Topics topics, int configured, MeterRegistry registry) {
        this.topics = topics;
        this.configured = configured;
        this.gauge = MultiGauge.builder("swapr.topic.partitions.difference")
                .description("Partitions of a topic minus the expected number")
                .register(registry);
    }

    /** Sets one row for each comparison, 0 if both are equal. A new difference is logged once. */
    void take(Admin admin) throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, String> deadLetters = topics.deadLetters();
        Set<String> names = new HashSet<>(topics.published());
        names.addAll(deadLetters.keySet());
        names.addAll(deadLetters.values());
        Map<String, Integer> counts = count(admin, names);
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        topics.published().forEach(topic -> rows.add(compare(topic, counts.get(topic), CONFIGURED, configured)));
        deadLetters.forEach(
                (topic, source) -> rows.add(compare(topic, counts.get(topic), source, counts.getOrDefault(source, 0))));
        gauge.register(rows, true);
    }

    /** The number of partitions of each topic. A missing topic is left out. */
    private static Map<String, Integer> count(Admin admin, Set<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Integer> counts = new HashMap<>();
        for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
            try {
                counts.put(
                        topic.getKey(),
                        topic.getValue().get(10, TimeUnit.SECONDS).partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return counts;
    }

    private MultiGauge.Row<?> compare(String topic, @Nullable Integer found, String with, int expected) {
        int partitions = found == null ? 0 : found;
        if (partitions == expected) {
            reported.remove(topic);
        } else if (reported.add(topic)) {
            log.warn(
                    "The topic {} has {} partitions and {} {}. One of them was changed. Set swapr.messaging.partitions,"
                            + " or add the missing partitions",
                    topic,
                    partitions,
                    with.equals(CONFIGURED) ? "is configured to have" : with + " has",
                    expected);
        }
        return MultiGauge.Row.of(Tags.of("topic", topic, "expected", with), partitions - expected);
    }
}
