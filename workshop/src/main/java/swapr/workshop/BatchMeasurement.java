package swapr.workshop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Measures the effect of a producer's {@code linger.ms} and {@code compression.type} on one topic. */
record BatchMeasurement(String servers, String topic) {

    static final int RECORDS = 2_000;
    private static final long PAUSE_NANOS = 1_000_000;

    /** @param latency the average time from the send to the acknowledgement, in ms */
    record Figures(int linger, String compression, double requests, double kilobytes, double latency) {

        @Override
        public String toString() {
            return "linger.ms %2d, compression %-4s: %5.0f requests, %4.0f records each, %4.0f KB, %5.1f ms per record"
                    .formatted(linger, compression, requests, RECORDS / requests, kilobytes, latency);
        }
    }

    List<Figures> all() {
        measure(0, "none"); // the first producer is slow, because its code is not compiled yet
        return List.of(measure(0, "none"), measure(20, "none"), measure(20, "lz4"));
    }

    private Figures measure(int linger, String compression) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "linger.ms", linger, "compression.type", compression);
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(topic);
            long[] latency = new long[RECORDS];
            for (var i = 0; i < RECORDS; i++) {
                int number = i;
                long since = System.nanoTime();
                var _ = producer.send(
                        new ProducerRecord<>(topic, null, event(i)),
                        (metadata, failure) -> latency[number] = System.nanoTime() - since);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            producer.flush();
            double average = LongStream.of(latency).average().orElse(0) / 1e6;
            return new Figures(
                    linger,
                    compression,
                    metric(producer, "request-total"),
                    metric(producer, "outgoing-byte-total") / 1_000,
                    average);
        }
    }

    private static double metric(KafkaProducer<?, ?> producer, String name) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals("producer-metrics"))
                .filter(metric -> metric.getKey().name().equals(name))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    /** An event of the size and the repetition of Swapr's events. */
    private static byte[] event(int number) {
        var id = UUID.randomUUID();
        var event = """
                {"event_id":"%s","event_type":"ListingCreated","schema_version":1,"aggregate_id":"listing:%s",
                "aggregate_version":1,"producer":"listing-service","payload":{"listing_id":"%s",
                "title":"Samba OG no. %d","brand":"Adidas","size":"42","condition":"NEW",
                "price":{"amount":"120.00","currency":"USD"}}}""".formatted(UUID.randomUUID(), id, id, number);
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
