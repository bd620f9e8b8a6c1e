package swapr.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import swapr.system.Deeds.Deed;
import swapr.system.Deeds.Injected;

/** Faults on the topics themselves: records twice, records that are none, groups that begin again. */
final class Tampering implements AutoCloseable {

    private static final List<String> STREAMS =
            List.of("user-events", "listing-events", "purchase-events", "notification-events");

    private final String bootstrapServers;
    private final Deeds deeds;
    private final KafkaProducer<byte[], byte[]> producer;

    Tampering(String bootstrapServers, Deeds deeds) {
        this.bootstrapServers = bootstrapServers;
        this.deeds = deeds;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 4 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends everything that is on the streams again, as it is, so many times; returns how many records that were. */
    long again(int times) {
        long sent = 0;
        for (var record : everything()) {
            for (var i = 0; i < times; i++) {
                send(record.topic(), record.partition(), record.key(), record.value(), record, false, false);
                sent++;
            }
        }
        return sent;
    }

    private List<ConsumerRecord<byte[], byte[]>> everything() {
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = STREAMS.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var end = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < end.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }

    /** Writes what is no event, and events that nobody can read, onto a topic; returns how many. */
    int garbage(String topic, String handledType) {
        String stranger = "stranger:" + UUID.randomUUID();
        byte[] key = bytes(stranger);
        malformed(topic, key, bytes("garbage \u0000\u0001 that is no JSON"));
        malformed(topic, key, new byte[0]);
        malformed(topic, key, null);
        malformed(topic, key, bytes("[".repeat(100_000)));
        malformed(topic, key, bytes("{\"event_id\":7}"));
        malformed(topic, null, bytes("\"without a key\""));
        send(topic, null, key, bytes(event("SomethingUnheardOf", 1, stranger, 1, "{}")), null, false, false);
        String later = "stranger:" + UUID.randomUUID();
        send(topic, null, bytes(later), bytes(event(handledType, 99, later, 1, "{}")), null, false, true);
        try {
            malformed(topic, key, new byte[1_100_000]);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            return 8; // the broker refuses it, as it should
        }
        return 9;
    }

    private void malformed(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        send(topic, null, key, value, null, true, false);
    }

    private void send(
            String topic,
            @Nullable Integer partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable ConsumerRecord<byte[], byte[]> like,
            boolean malformed,
            boolean unknownVersion) {
        var record = new ProducerRecord<>(topic, partition, key, value);
        if (like != null) {
            like.headers().forEach(record.headers()::add);
        }
        try {
            var place = producer.send(record).get();
            deeds.add(new Deed(
                    "a record of ours",
                    0,
                    0,
                    new Injected(
                            topic,
                            place.partition(),
                            place.offset(),
                            malformed,
                            unknownVersion,
                            TopicEvidence.md5(value))));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String event(String type, int schema, String aggregate, long version, String payload) {
        return """
                {"event_id":"%s","event_type":"%s","schema_version":%d,"aggregate_id":"%s","aggregate_version":%d,"actor":"chaos","timestamp":"2026-01-01T00:00:00Z","correlation_id":"chaos","causation_id":"chaos","payload":%s}""".formatted(UUID.randomUUID(), type, schema, aggregate, version, payload);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Lets all consumer groups read everything again; nobody may be in one of them any more. */
    void fromTheBeginning() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            for (var group : admin.listGroups(ListGroupsOptions.forConsumerGroups())
                    .all()
                    .get()) {
                fromTheBeginning(admin, group.groupId());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void fromTheBeginning(Admin admin, String group) throws ExecutionException, InterruptedException {
        if (!Waiting.until(Duration.ofSeconds(30), () -> state(admin, group) == GroupState.EMPTY)) {
            throw new IllegalStateException("somebody is still in group " + group);
        }
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet()
                .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(0)));
        admin.alterConsumerGroupOffsets(group, offsets).all().get();
    }

    private static @Nullable GroupState state(Admin admin, String group) {
        try {
            var found = admin.describeConsumerGroups(List.of(group)).all().get().get(group);
            return found == null ? null : found.groupState();
        } catch (ExecutionException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
