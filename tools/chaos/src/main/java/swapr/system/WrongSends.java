package swapr.system;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The {@link Mutations mutations} that send other records to Kafka than the product. */
final class WrongSends {

    private static final Map<String, KafkaProducer<byte[], byte[]>> PRODUCERS = new ConcurrentHashMap<>();

    private static final Map<String, Object> MEMORY = new ConcurrentHashMap<>();

    private WrongSends() {}

    /** Sends the batch of the relay without waiting for acknowledgements. */
    static Object withoutAcknowledgement(Object[] arguments) {
        for (Object pending : (Collection<?>) arguments[0]) {
            var _ = producer("0").send(record(ProductReflection.get(pending, "record")));
        }
        return positions(arguments);
    }

    /** The result of the relay if Kafka has acknowledged the whole batch. */
    static List<Object> positions(Object[] arguments) {
        return ((Collection<?>) arguments[0])
                .stream()
                        .map(pending -> ProductReflection.get(pending, "position"))
                        .toList();
    }

    /** A redrive that sends the record to the topic again, for all consumers. */
    static Object again(Object redrive, Object[] arguments) {
        Object letter = arguments[0];
        var kept = (ConsumerRecord<?, ?>) ProductReflection.get(letter, "record");
        var _ = producer("all").send(new ProducerRecord<>(kept.topic(), (byte[]) kept.key(), (byte[]) kept.value()));
        Enum<?> status = (Enum<?>) ProductReflection.get(letter, "status");
        Object resolved = Enum.valueOf(status.getDeclaringClass(), "RESOLVED");
        ProductReflection.call(ProductReflection.field(redrive, "deadLetters"), "close", letter, resolved, null);
        return Mutations.NOTHING;
    }

    static Object withoutKey(Object event) {
        ProducerRecord<byte[], byte[]> record = record(event);
        return new ProducerRecord<byte[], byte[]>(
                record.topic(), null, (Long) null, null, record.value(), record.headers());
    }

    @SuppressWarnings("unchecked")
    private static ProducerRecord<byte[], byte[]> record(Object record) {
        return (ProducerRecord<byte[], byte[]>) record;
    }

    private static KafkaProducer<byte[], byte[]> producer(String acks) {
        return PRODUCERS.computeIfAbsent(acks, key -> {
            Map<String, Object> settings = Map.of(
                    "bootstrap.servers",
                    System.getenv("SWAPR_KAFKA"),
                    "acks",
                    acks,
                    "enable.idempotence",
                    false,
                    "max.block.ms",
                    500);
            return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        });
    }

    /** Behaves like a cursor: it skips all positions below the highest one that it has read. */
    static @Nullable Object skipLowerPositions(Object self) {
        Object jdbc = ProductReflection.field(self, "jdbc");
        long seen = (long) MEMORY.getOrDefault("cursor", 0L);
        ProductReflection.call(jdbc, "execute", "delete from outbox where position < " + seen);
        Object highest = ProductReflection.call(
                jdbc, "queryForObject", "select coalesce(max(position), 0) from outbox", Long.class);
        MEMORY.put("cursor", Math.max(seen, (Long) highest));
        return null;
    }

    /** Starts a second relay once. */
    static @Nullable Object secondRelay(Object self) {
        if (MEMORY.putIfAbsent("second relay of " + System.identityHashCode(self), true) == null) {
            Thread.ofPlatform().daemon().start(() -> ProductReflection.call(self, "run"));
        }
        return null;
    }
}
