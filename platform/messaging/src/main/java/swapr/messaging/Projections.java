package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rebuilds projections from the topics. A rebuild is one transaction: it empties the projection's tables and inbox,
 * replays all topics from their beginning, and commits. Readers see the old rows until the commit and the new rows
 * after it. Locks on the projection's tables keep the live consumer waiting; no other role can take these locks.
 * Afterwards the consumer skips the events that the rebuild has applied.
 */
final class Projections {

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final ConsumerFactory<byte[], byte[]> readers;
    private final EventCodec codec;
    private final Inbox inbox;
    private final MessagingProperties properties;

    Projections(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ConsumerFactory<?, ?> kafka,
            EventCodec codec,
            Inbox inbox,
            MessagingProperties properties) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.readers = new DefaultKafkaConsumerFactory<>(
                ListenerContainers.settings(kafka.getConfigurationProperties()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.codec = codec;
        this.inbox = inbox;
        this.properties = properties;
    }

    /**
     * Locks the tables of a projection in each transaction of its live consumer, so that none runs during a rebuild.
     * Does nothing for other consumers.
     */
    void shareWithRebuild(String consumer) {
        List<String> tables = properties.projections().get(consumer);
        if (tables != null) {
            lock(tables, "row exclusive");
        }
    }

    /** Two "row exclusive" locks are compatible. An "exclusive" lock waits for them and then allows only readers. */
    private void lock(List<String> tables, String mode) {
        jdbc.execute("lock table %s in %s mode".formatted(String.join(", ", tables), mode));
    }

    /**
     * Rebuilds one projection; returns the number of events that were applied.
     *
     * @throws IllegalArgumentException if the projection does not exist
     */
    long rebuild(String consumer, @Nullable Subscription subscription) {
        List<String> tables = properties.projections().get(consumer);
        if (tables == null || subscription == null) {
            throw new IllegalArgumentException("no projection " + consumer + "; the projections are: "
                    + properties.projections().keySet());
        }
        Long applied = transaction.execute(status -> {
            jdbc.execute("""
                    set local transaction_timeout = 0;
                    set local statement_timeout = 0;
                    set local idle_in_transaction_session_timeout = 0""");
            lock(tables, "exclusive");
            // delete, because truncate would lock out the readers
            tables.forEach(table -> jdbc.update("delete from " + table));
            jdbc.update("delete from processed_events where consumer = ? and outcome = ?", consumer, Inbox.APPLIED);
            return replay(consumer, subscription);
        });
        return applied == null ? 0 : applied;
    }

    private long replay(String consumer, Subscription subscription) {
        try (Consumer<byte[], byte[]> reader = readers.createConsumer()) {
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
                applied += apply(consumer, subscription, batch);
            }
            return applied;
        }
    }

    private long apply(String consumer, Subscription subscription, Collection<ConsumerRecord<byte[], byte[]>> records) {
        List<EventCodec.Event> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (codec.read(record) instanceof EventCodec.Event event && subscription.wants(event)) {
                events.add(event);
            }
        }
        var claimed = new HashSet<UUID>(inbox.claim(consumer, events, Inbox.APPLIED));
        long applied = 0;
        for (EventCodec.Event event : events) {
            if (claimed.remove(event.envelope().factId())) {
                subscription.handle(event);
                applied++;
            }
        }
        return applied;
    }
}
