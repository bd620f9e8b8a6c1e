package swapr.system;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import swapr.system.FaultLog.FaultEntry;
import swapr.system.FaultLog.Injected;

/** Faults on the topics: duplicated records, and records that no service has sent. */
final class TopicFaults implements AutoCloseable {

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

    /** Sends all records of the event topics again, unchanged, this number of times. */
    void again(int times) {
        var sent = new ArrayList<Sent>();
        var all = EventRecords.all(bootstrapServers);
        for (var i = 0; i < times; i++) {
            for (var record : all) {
                sent.add(send(ForeignRecord.good(copy(record))));
            }
        }
        note(sent);
    }

    /** Sends the newest records of the event topics again, unchanged, in their order. */
    void againNewest(int number) {
        var newest = new ArrayList<>(EventRecords.newest(bootstrapServers, number));
        newest.sort(Comparator.comparingLong(ConsumerRecord::timestamp));
        note(newest.subList(Math.max(0, newest.size() - number), newest.size()).stream()
                .map(record -> send(ForeignRecord.good(copy(record))))
                .toList());
    }

    private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        var copy = new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value());
        record.headers().forEach(copy.headers()::add);
        return copy;
    }

    /**
     * Sends records that are no events, and unreadable events, to a topic.
     *
     * @throws IllegalStateException if the broker accepts the record of 1.1 MB
     */
    void garbage(String topic, String handledType) {
        note(ForeignRecord.garbage(topic, handledType).stream().map(this::send).toList());
        try {
            note(List.of(send(ForeignRecord.tooLarge(topic))));
            throw new IllegalStateException("the broker accepted a record of 1.1 MB");
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
        }
    }

    /** Sends an event without its required fields, and two valid events of the same key. */
    void poison(String user) {
        all(ForeignRecord.poison(user));
    }

    /** Sends three events of a user, with version 3 before version 2. */
    void swapped(String user) {
        all(ForeignRecord.swapped(user));
    }

    /** Sends these records in their order. */
    void all(List<ForeignRecord> records) {
        note(records.stream().map(this::send).toList());
    }

    /** Sends these records in batches of a thousand. */
    void odd(Iterator<ForeignRecord> records) {
        while (records.hasNext()) {
            var sent = new ArrayList<Sent>();
            while (records.hasNext() && sent.size() < 1_000) {
                sent.add(send(records.next()));
            }
            note(sent);
        }
    }

    /** A record that the broker may not have acknowledged yet. */
    private record Sent(CompletableFuture<RecordMetadata> place, ForeignRecord record) {}

    private Sent send(ForeignRecord foreign) {
        var place = new CompletableFuture<RecordMetadata>();
        var _ = producer.send(foreign.record(), (metadata, failure) -> {
            if (failure == null) {
                place.complete(metadata);
            } else {
                place.completeExceptionally(failure);
            }
        });
        return new Sent(place, foreign);
    }

    /** Waits for the broker's acknowledgements and adds the records to the fault log. */
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
                    return new FaultEntry("a foreign record", 0, 0, injected);
                })
                .toList());
    }

    @Override
    public void close() {
        producer.close();
    }
}
