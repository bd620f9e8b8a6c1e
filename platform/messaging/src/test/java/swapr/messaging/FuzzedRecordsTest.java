package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;

/** A consumer processes any record: valid events are applied, unknown types skipped, others parked byte for byte. */
class FuzzedRecordsTest {

    private static final String TOPIC = FuzzedRecord.TOPIC;
    private static final int PARTITIONS = 6;
    private static final int FUZZED = 1_000;

    static class WhenOdd {
        private final JdbcTemplate jdbc;

        WhenOdd(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Odd", topic = TOPIC)
        void on(Envelope<Odd> event) {
            jdbc.update(
                    "insert into odd (aggregate, word, amount, happened_at) values (?, ?, ?, ?)",
                    event.aggregateId(),
                    event.payload().word(),
                    event.payload().amount(),
                    event.timestamp().atOffset(java.time.ZoneOffset.UTC));
        }

        record Odd(String word, BigDecimal amount) {}
    }

    @Test
    void validEventsAreAppliedAndInvalidRecordsAreParkedOnce() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("FuzzedRecordsTest: -Dseed=" + seed);
        var random = new Random(seed);
        Infrastructure.shared().clear();
        try (Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.createTopic(TOPIC, PARTITIONS);
            try (TestService node = TestService.start(
                    "odd-" + UUID.randomUUID(),
                    TestService.database(),
                    List.of("--swapr.messaging.retry.pause=1ms", "--logging.level.swapr=off"),
                    WhenOdd.class)) {
                node.jdbc().execute("""
                        create table odd (aggregate text, word text, amount numeric, happened_at timestamptz)""");
                Map<String, FuzzedRecord> sent = send(random);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> node.count("select count(*) from odd where word = 'last'") == PARTITIONS);

                assertApplied(node, FuzzedRecord.Outcome.APPLIED, sent);
                assertParked(node, sent);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> node.count("select count(*) from dead_letter_outbox") == 0);
                assertThat(kafka.read(TOPIC + "." + node.name() + ".dlq"))
                        .hasSize(Math.toIntExact(node.count("select count(*) from dead_letters")));
            }
        }
    }

    /**
     * Sends the records and returns them in that order by topic, partition and offset. A valid event ends each
     * partition.
     */
    private static Map<String, FuzzedRecord> send(Random random) throws Exception {
        List<FuzzedRecord> records = new ArrayList<>();
        for (int count = 0; count < FUZZED; ) {
            for (FuzzedRecord each : FuzzedRecord.all(random)) {
                records.add(each);
                count++;
                if (count % 3 == 0) {
                    records.add(FuzzedRecord.valid(random));
                }
            }
        }
        Map<String, FuzzedRecord> sent = new LinkedHashMap<>();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of(
                        "bootstrap.servers",
                        Infrastructure.shared().bootstrapServers(),
                        "max.request.size",
                        2 << 20,
                        "linger.ms",
                        5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Map<FuzzedRecord, Future<RecordMetadata>> places = new LinkedHashMap<>();
            for (FuzzedRecord each : records) {
                int partition = random.nextInt(PARTITIONS);
                places.put(
                        each,
                        producer.send(new ProducerRecord<>(
                                TOPIC,
                                partition,
                                each.record().key(),
                                each.record().value(),
                                each.record().headers())));
            }
            for (var place : places.entrySet()) {
                var metadata = place.getValue().get();
                sent.put(metadata.topic() + "-" + metadata.partition() + "@" + metadata.offset(), place.getKey());
            }
            for (int partition = 0; partition < PARTITIONS; partition++) {
                var last = swapr.testing.TestEvent.of("Odd", "odd:last-" + partition)
                        .with("word", "last")
                        .with("amount", "1.00");
                producer.send(new ProducerRecord<>(
                                TOPIC, partition, last.aggregateId().getBytes(StandardCharsets.UTF_8), last.json()))
                        .get();
            }
        }
        return sent;
    }

    private static void assertApplied(TestService node, FuzzedRecord.Outcome outcome, Map<String, FuzzedRecord> sent) {
        List<String> expected = sent.values().stream()
                .filter(each -> each.outcome() == outcome)
                .map(each -> new String(Objects.requireNonNull(each.record().key()), StandardCharsets.UTF_8))
                .toList();
        assertThat(expected).hasSizeGreaterThan(300);
        assertThat(node.jdbc()
                        .queryForList("select aggregate from odd where word is distinct from 'last'", String.class))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void assertParked(TestService node, Map<String, FuzzedRecord> sent) {
        Map<String, DeadLetter> parked = new LinkedHashMap<>();
        node.jdbc()
                .query("select * from dead_letters order by id", DeadLetter::of)
                .forEach(deadLetter -> {
                    assertThat(parked.put(DeadLetter.place(deadLetter.record()), deadLetter))
                            .isNull();
                });
        Set<String> places = new HashSet<>();
        sent.forEach((place, fuzzed) -> {
            if (fuzzed.outcome() == FuzzedRecord.Outcome.PARKED) {
                places.add(place);
                DeadLetter deadLetter = Objects.requireNonNull(parked.get(place), fuzzed.description());
                assertThat(deadLetter.record().key())
                        .as(fuzzed.description())
                        .isEqualTo(fuzzed.record().key());
                assertThat(deadLetter.record().value())
                        .as(fuzzed.description())
                        .isEqualTo(fuzzed.record().value());
                assertThat(deadLetter.record().headers())
                        .as(fuzzed.description())
                        .isEqualTo(fuzzed.record().headers());
                assertThat(deadLetter.status()).as(fuzzed.description()).isEqualTo(DeadLetter.Status.PARKED);
            }
        });
        assertThat(parked.keySet().stream()
                        .filter(place -> !places.contains(place))
                        .map(place -> sent.get(place)))
                .as("records that were parked by mistake")
                .isEmpty();
    }
}
