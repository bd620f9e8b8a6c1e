package swapr.system;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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

    /** So many things that are no event, or that nobody can read, does {@link #garbage} write. */
    static final int GARBAGE = 9;

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

    /** Sends everything that is on the streams again, as it is, so many times. */
    void again(int times) {
        var sent = new ArrayList<Sent>();
        var all = everything();
        for (var i = 0; i < times; i++) {
            for (var record : all) {
                var copy = new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
                record.headers().forEach(copy.headers()::add);
                sent.add(send(copy, false, false));
            }
        }
        note(sent);
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

    /** Writes what is no event, and events that nobody can read, onto a topic. */
    void garbage(String topic, String handledType) {
        String stranger = "stranger:" + UUID.randomUUID();
        var sent = new ArrayList<Sent>();
        for (var value : Arrays.asList(
                bytes("garbage \u0000\u0001 that is no JSON"),
                new byte[0],
                null,
                bytes("[".repeat(100_000)),
                bytes("{\"event_id\":7}"))) {
            sent.add(send(new ProducerRecord<>(topic, bytes(stranger), value), true, false));
        }
        sent.add(send(new ProducerRecord<>(topic, null, bytes("\"without a key\"")), true, false));
        sent.add(send(event(topic, "SomethingUnheardOf", 1), false, false));
        sent.add(send(event(topic, handledType, 99), false, true));
        note(sent);
        try {
            note(List.of(send(new ProducerRecord<>(topic, bytes(stranger), new byte[1_100_000]), true, false)));
            throw new IllegalStateException("the broker took a record of 1.1 MB");
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
        }
    }

    /** An event of a type that is handled, without what it must say, and two good ones of the same key. */
    void poison(String aggregate, String id) {
        String key = aggregate + ":" + id;
        var named = "{\"user_id\":\"%s\",\"name\":\"Stranger\",\"email\":\"%s@chaos.example\"}".formatted(id, id);
        var sent = new ArrayList<Sent>();
        sent.add(send(record("user-events", key, event("UserRegistered", 1, key, 1, "{}")), false, false));
        sent.add(send(record("user-events", key, event("UserProfileChanged", 1, key, 2, named)), false, false));
        sent.add(send(record("user-events", key, event("UserProfileChanged", 1, key, 3, named)), false, false));
        note(sent);
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, String key, String value) {
        return new ProducerRecord<>(topic, bytes(key), bytes(value));
    }

    /** A record of ours on its way. */
    private record Sent(
            CompletableFuture<RecordMetadata> place, boolean malformed, boolean unknownVersion, String digest) {}

    private Sent send(ProducerRecord<byte[], byte[]> record, boolean malformed, boolean unknownVersion) {
        var place = new CompletableFuture<RecordMetadata>();
        var _ = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                place.complete(metadata);
            } else {
                place.completeExceptionally(failure);
            }
        });
        return new Sent(place, malformed, unknownVersion, TopicEvidence.md5(record.value()));
    }

    /** Waits until they are where they are, and writes that down. */
    private void note(List<Sent> sent) {
        deeds.add(sent.stream()
                .map(each -> {
                    var place = each.place().join();
                    var injected = new Injected(
                            place.topic(),
                            place.partition(),
                            place.offset(),
                            each.malformed(),
                            each.unknownVersion(),
                            each.digest());
                    return new Deed("a record of ours", 0, 0, injected);
                })
                .toList());
    }

    private static ProducerRecord<byte[], byte[]> event(String topic, String type, int schema) {
        String stranger = "stranger:" + UUID.randomUUID();
        return record(topic, stranger, event(type, schema, stranger, 1, "{}"));
    }

    private static String event(String type, int schema, String aggregate, int version, String payload) {
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
