package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rebuilds read models from the topics. A rebuild is one transaction: it empties the projection's tables and inbox,
 * replays all topics from their beginning, and commits; readers see the old rows until then and the new ones after.
 * The live consumer waits for a rebuild at the tables of the projection, which no other role can lock, and then skips what
 * the rebuild has already applied.
 */
final class Projections {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Supplier<Consumer<byte[], byte[]>> readers;
    private final EventCodec codec;
    private final Inbox inbox;
    private final MessagingProperties properties;

    Projections(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Supplier<Consumer<byte[], byte[]>> readers,
            EventCodec codec,
            Inbox inbox,
            MessagingProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.readers = readers;
        this.codec = codec;
        this.inbox = inbox;
        this.properties = properties;
    }

    /** Taken by the live consumer in each of its transactions, so that none runs while its projection is rebuilt. */
    void shareWithRebuild(String consumer) {
        lock(properties.projections().getOrDefault(consumer, List.of()), "row exclusive");
    }

    /** Two locks that are "row exclusive" go together; "exclusive" waits for them and lets only readers in. */
    private void lock(List<String> tables, String mode) {
        jdbc.execute("lock table %s in %s mode".formatted(String.join(", ", tables), mode));
    }

    /**
     * Rebuilds one projection; returns how many events were applied.
     *
     * @throws IllegalArgumentException when there is no such projection
     */
    long rebuild(
            String consumer,
            SubscriptionRegistry.@Nullable Subscription subscription,
            java.util.function.Consumer<EventCodec.Event> react) {
        List<String> tables = properties.projections().get(consumer);
        if (tables == null || subscription == null) {
            throw new IllegalArgumentException("no projection " + consumer + "; there are: "
                    + properties.projections().keySet());
        }
        Long applied = transaction.execute(status -> {
            jdbc.execute(
                    "set local transaction_timeout = 0; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0");
            lock(tables, "exclusive");
            // delete, not truncate: truncate would lock the readers out
            tables.forEach(table -> jdbc.update("delete from " + table));
            jdbc.update("delete from processed_events where consumer = ? and outcome = ?", consumer, Inbox.APPLIED);
            return replay(consumer, subscription, react);
        });
        return applied == null ? 0 : applied;
    }

    private long replay(
            String consumer,
            SubscriptionRegistry.Subscription subscription,
            java.util.function.Consumer<EventCodec.Event> react) {
        try (Consumer<byte[], byte[]> reader = readers.get()) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : subscription.topics()) {
                reader.partitionsFor(topic)
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            }
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            long applied = 0;
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
                reader.poll(Duration.ofSeconds(1)).forEach(record -> {
                    if (record.offset()
                            < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                        batch.add(record);
                    }
                });
                applied += apply(consumer, subscription, batch, react);
            }
            return applied;
        }
    }

    private long apply(
            String consumer,
            SubscriptionRegistry.Subscription subscription,
            Collection<ConsumerRecord<byte[], byte[]>> records,
            java.util.function.Consumer<EventCodec.Event> react) {
        List<EventCodec.Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (codec.read(record) instanceof EventCodec.Event event && subscription.wants(event.envelope())) {
                events.add(event);
            }
        }
        var fresh = new HashSet<UUID>(inbox.claim(consumer, events, Inbox.APPLIED));
        long applied = 0;
        for (EventCodec.Event event : events) {
            if (fresh.remove(event.envelope().factId())) {
                react.accept(event);
                applied++;
            }
        }
        return applied;
    }
}
