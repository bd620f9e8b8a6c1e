package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

/** Only one session sends records, and dead letters do not delay events. */
@ExtendWith(OutputCaptureExtension.class)
class RelayTest {

    private static final String TOPIC = "relay-events";

    static class WhenRefused {
        @When(value = "Refused", topic = TOPIC)
        void on(Refused event) {
            throw new IllegalStateException("never");
        }

        record Refused() {}
    }

    private final String service = "relay-" + UUID.randomUUID();
    private final String deadLetterTopic = TOPIC + "." + service + ".dlq";
    private final String aggregate = "thing:" + UUID.randomUUID();
    private TestService node;
    private Kafka kafka;
    private Admin admin;

    @BeforeEach
    void start() {
        Infrastructure.shared().clear();
        String bootstrap = Infrastructure.shared().bootstrapServers();
        kafka = new Kafka(bootstrap);
        kafka.createTopic(TOPIC, 6);
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        node = TestService.start(
                service,
                TestService.database(),
                List.of("--swapr.messaging.retry.pause=1ms", "--swapr.messaging.outbox.poll=20ms"),
                WhenRefused.class);
    }

    @AfterEach
    void stop() {
        node.close();
        admin.close();
        kafka.close();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }

    private boolean allSent() {
        return node.count("select count(*) from outbox") == 0;
    }

    private double gauge(String name, String tag, String value) {
        return node.get(MeterRegistry.class).get(name).tag(tag, value).gauge().value();
    }

    private String lastLock() {
        return String.valueOf(node.jdbc()
                .queryForObject("select xmax::text from relay_leadership where outbox = 'outbox'", String.class));
    }

    @Test
    void anIdleRelayWritesNothing() {
        node.append(aggregate, 0, new TestService.Said("one"));
        until(this::allSent);
        String before = lastLock();
        long reads = relayReads();

        until(() -> relayReads() > reads + 10);

        assertThat(lastLock()).as("the last transaction that locked the row").isEqualTo(before);
        node.append(aggregate, 1, new TestService.Said("two"));
        until(this::allSent);
        assertThat(lastLock()).isNotEqualTo(before);
    }

    /** Returns how often the relay has read the outbox, from PostgreSQL's statistics. */
    private long relayReads() {
        return node.count(
                "select pg_stat_get_numscans('outbox_pkey'::regclass) + pg_stat_get_numscans('outbox'::regclass)");
    }

    @Test
    void aMetricAndOneLogLineShowThatAnotherSessionLeads(CapturedOutput output) {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var holder = CompletableFuture.runAsync(() -> node.inTransaction(() -> {
            node.jdbc().queryForList("select * from relay_leadership where outbox = 'outbox' for update");
            held.countDown();
            waitFor(release);
        }));
        try {
            waitFor(held);
            node.append(aggregate, 0, new TestService.Said("waits"));
            until(() -> gauge("swapr.relay.standby.seconds", "outbox", "outbox") > 11);
            assertThat(gauge("swapr.relay.standby.seconds", "outbox", "dead_letter_outbox"))
                    .isZero();
        } finally {
            release.countDown();
            holder.join();
        }
        until(this::allSent);
        until(() -> gauge("swapr.relay.standby.seconds", "outbox", "outbox") == 0);
        assertThat(output.getAll().lines().filter(line -> line.contains("relay_leadership")))
                .hasSize(1);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aMissingDeadLetterTopicDoesNotDelayEvents() throws Exception {
        admin.deleteTopics(List.of(deadLetterTopic)).all().get();
        until(() -> !kafka.topics().contains(deadLetterTopic));

        kafka.publish(TOPIC, TestEvent.of("Refused", "refused:1"));
        until(() -> node.count("select count(*) from dead_letter_outbox") == 1);
        try (var topic = kafka.record("test-events")) {
            node.append(aggregate, 0, new TestService.Said("goes on"));
            topic.await("Said", aggregate);
        }
        until(() -> node.get(MeterRegistry.class)
                        .get("swapr.dead.letters.unsent")
                        .gauge()
                        .value()
                == 1);
        until(() -> node.get(MeterRegistry.class)
                        .counter("swapr.pauses", "part", "dead-letter-relay")
                        .count()
                > 0);
        assertThat(node.count("select count(*) from dead_letter_outbox")).isEqualTo(1);

        kafka.createTopic(deadLetterTopic, 6);
        until(() -> node.count("select count(*) from dead_letter_outbox") == 0);
        assertThat(kafka.read(deadLetterTopic)).hasSize(1);
        assertThat(kafka.read("test-events"))
                .filteredOn(event -> aggregate.equals(event.key()))
                .as("sent once, not with each attempt to send the dead letter")
                .hasSize(1);
    }

    @Test
    void deadLettersOfAddedPartitionsAreSentAndTheDifferenceIsReported(CapturedOutput output) {
        until(() -> differences().equals(List.of(0.0, 0.0, 0.0)));
        kafka.addPartitions(TOPIC, 24);
        kafka.addPartitions("test-events", 7);
        for (int i = 0; i < 100; i++) {
            kafka.publish(TOPIC, TestEvent.of("Refused", "refused:" + i));
        }

        until(() -> node.count("select count(*) from dead_letters") == 100);
        assertThat(node.count("select count(*) from dead_letters where record_partition >= 6"))
                .as("dead letters of partitions that the dead-letter topic does not have")
                .isPositive();
        node.append(aggregate, 0, new TestService.Said("goes on"));
        until(this::allSent);
        until(() -> node.count("select count(*) from dead_letter_outbox") == 0);
        assertThat(kafka.read(deadLetterTopic)).hasSize(100);
        until(() -> differences().equals(List.of(-18.0, 0.0, 1.0)));
        assertThat(output.getAll().lines().filter(line -> line.contains(" partitions and ")))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains(deadLetterTopic + " has 6", TOPIC + " has 24"),
                        line -> assertThat(line).contains("test-events has 7", "configured to have 6"));
    }

    /** Returns the differences of the dead-letter topic, the topic of commands and the topic of events. */
    private List<Double> differences() {
        return node.get(MeterRegistry.class).find("swapr.topic.partitions.difference").gauges().stream()
                .filter(gauge -> List.of(deadLetterTopic, "test-commands", "test-events")
                        .contains(gauge.getId().getTag("topic")))
                .sorted(java.util.Comparator.comparing(
                        gauge -> String.valueOf(gauge.getId().getTag("topic"))))
                .map(gauge -> gauge.value())
                .toList();
    }

    /** A producer without metadata does so. On a slow machine, a broker that restarts has no metadata for 5 seconds. */
    @Test
    void noRecordOvertakesOneWhoseFutureFailedAtOnce() {
        node.get(Relay.class).stop();
        node.append(
                aggregate, 0, new TestService.Said("one"), new TestService.Said("two"), new TestService.Said("three"));
        var firstFails = new AtomicBoolean(true);
        List<String> sent = new CopyOnWriteArrayList<>();
        var producers = new DefaultKafkaProducerFactory<byte[], byte[]>(Map.of()) {
            @Override
            protected Producer<byte[], byte[]> createRawProducer(Map<String, Object> settings) {
                return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                        if (firstFails.getAndSet(false)) {
                            return CompletableFuture.failedFuture(new TimeoutException("no metadata"));
                        }
                        sent.add(new String(record.value(), StandardCharsets.UTF_8)
                                .replaceAll(".*\"word\":\"(\\w+)\".*", "$1"));
                        return super.send(record);
                    }
                };
            }
        };
        var settings = node.get(MessagingProperties.class).outbox();
        var relay = new Relay(
                node.jdbc(),
                node.get(TransactionTemplate.class),
                producers,
                new EventOutbox(node.jdbc(), service, settings.batch()),
                node.get(Metrics.class),
                settings);

        relay.start();
        until(this::allSent);
        relay.stop();

        assertThat(sent).containsExactly("one", "two", "three");
    }
}
