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

/** A consumer survives any record: honest events are applied, and all others are kept once, byte for byte. */
class FuzzedRecordsTest {

    private static final String TOPIC = FuzzedRecord.TOPIC;
    private static final int PARTITIONS = 6;
    private static final int ODD = 1_000;

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
    void theHonestAreAppliedAndAllElseIsKeptOnceAsItCame() throws Exception {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("OddRecordsTest: -Dseed=" + seed);
        var random = new Random(seed);
        Infrastructure.shared().clear();
        try (Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.createTopic(TOPIC, PARTITIONS);
            try (TestService node = TestService.start(
                    "odd-" + UUID.randomUUID(),
                    TestService.database(),
                    List.of("--swapr.messaging.retry.pause=1ms", "--logging.level.swapr=off"),
                    WhenOdd.class)) {
                node.jdbc()
                        .execute(
                                "create table odd (aggregate text, word text, amount numeric, happened_at timestamptz)");
                Map<String, FuzzedRecord> sent = send(random);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> node.count("select count(*) from odd where word = 'last'") == PARTITIONS);

                whatWasAppliedIs(node, FuzzedRecord.Fate.APPLIED, sent);
                whatIsKeptIs(node, sent);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> node.count("select count(*) from dead_letter_outbox") == 0);
                assertThat(kafka.read(TOPIC + "." + node.get(Parts.class).service() + ".dlq"))
                        .hasSize(Math.toIntExact(node.count("select count(*) from dead_letters")));
            }
        }
    }

    /** By their places, in the order in which they were sent; at the end an honest one for each partition. */
    private static Map<String, FuzzedRecord> send(Random random) throws Exception {
        List<FuzzedRecord> records = new ArrayList<>();
        for (int odd = 0; odd < ODD; ) {
            for (FuzzedRecord each : FuzzedRecord.all(random)) {
                records.add(each);
                odd++;
                if (odd % 3 == 0) {
                    records.add(FuzzedRecord.honest(random));
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

    private static void whatWasAppliedIs(TestService node, FuzzedRecord.Fate fate, Map<String, FuzzedRecord> sent) {
        List<String> expected = sent.values().stream()
                .filter(each -> each.fate() == fate)
                .map(each -> new String(Objects.requireNonNull(each.record().key()), StandardCharsets.UTF_8))
                .toList();
        assertThat(expected).hasSizeGreaterThan(300);
        assertThat(node.jdbc()
                        .queryForList("select aggregate from odd where word is distinct from 'last'", String.class))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static void whatIsKeptIs(TestService node, Map<String, FuzzedRecord> sent) {
        Map<String, DeadLetter> kept = new LinkedHashMap<>();
        node.jdbc()
                .query("select * from dead_letters order by id", DeadLetter::of)
                .forEach(letter -> {
                    assertThat(kept.put(Parking.place(letter.record()), letter)).isNull();
                });
        Set<String> places = new HashSet<>();
        sent.forEach((place, odd) -> {
            if (odd.fate() == FuzzedRecord.Fate.PARKED) {
                places.add(place);
                DeadLetter letter = Objects.requireNonNull(kept.get(place), odd.oddity());
                assertThat(letter.record().key())
                        .as(odd.oddity())
                        .isEqualTo(odd.record().key());
                assertThat(letter.record().value())
                        .as(odd.oddity())
                        .isEqualTo(odd.record().value());
                assertThat(letter.record().headers())
                        .as(odd.oddity())
                        .isEqualTo(odd.record().headers());
                assertThat(letter.status()).as(odd.oddity()).isEqualTo("PARKED");
            }
        });
        assertThat(kept.keySet().stream()
                        .filter(place -> !places.contains(place))
                        .map(place -> sent.get(place)))
                .as("kept, and should not be")
                .isEmpty();
    }
}
