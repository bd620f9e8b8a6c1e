package swapr.system;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import swapr.system.FaultLog.FaultEntry;
import swapr.system.FaultLog.Injected;

/** Faults on the topics themselves: records twice, and records that are none. */
final class TopicFaults implements AutoCloseable {

    private static final List<String> STREAMS =
            List.of("user-events", "listing-events", "purchase-events", "notification-events");

    private final String bootstrapServers;
    private final FaultLog faultLog;
    private final KafkaProducer<byte[], byte[]> producer;

    TopicFaults(String bootstrapServers, FaultLog faultLog) {
        this.bootstrapServers = bootstrapServers;
        this.faultLog = faultLog;
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
                sent.add(send(ForeignRecord.good(copy)));
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
        note(ForeignRecord.garbage(topic, handledType).stream().map(this::send).toList());
        try {
            note(List.of(send(ForeignRecord.tooLarge(topic))));
            throw new IllegalStateException("the broker took a record of 1.1 MB");
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
        }
    }

    /** An event of a type that is handled, without what it must say, and two good ones of the same key. */
    void poison(String user) {
        note(ForeignRecord.poison(user).stream().map(this::send).toList());
    }

    /** A user whose third name is told before the second. */
    void swapped(String user) {
        note(ForeignRecord.swapped(user).stream().map(this::send).toList());
    }

    /** Records of whatever kind, a thousand at a time. */
    void odd(Iterator<ForeignRecord> records) {
        while (records.hasNext()) {
            var sent = new ArrayList<Sent>();
            while (records.hasNext() && sent.size() < 1_000) {
                sent.add(send(records.next()));
            }
            note(sent);
        }
    }

    /** A record of ours on its way. */
    private record Sent(CompletableFuture<RecordMetadata> place, ForeignRecord record) {}

    private Sent send(ForeignRecord strange) {
        var place = new CompletableFuture<RecordMetadata>();
        var _ = producer.send(strange.record(), (metadata, failure) -> {
            if (failure == null) {
                place.complete(metadata);
            } else {
                place.completeExceptionally(failure);
            }
        });
        return new Sent(place, strange);
    }

    /** Waits until they are where they are, and writes that down. */
    private void note(List<Sent> sent) {
        faultLog.add(sent.stream()
                .map(each -> {
                    var place = each.place().join();
                    var injected = new Injected(
                            place.topic(),
                            place.partition(),
                            place.offset(),
                            each.record().malformed(),
                            each.record().unknownVersion(),
                            TopicEvidence.md5(each.record().record().value()));
                    return new FaultEntry("a record of ours", 0, 0, injected);
                })
                .toList());
    }

    @Override
    public void close() {
        producer.close();
    }
}
