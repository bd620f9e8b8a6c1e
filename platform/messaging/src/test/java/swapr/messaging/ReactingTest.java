package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.TestEvent;

/** A consumer handles valid events, invalid records, duplicates and concurrent deliveries. */
class ReactingTest {

    private static final String TOPIC = "reacting-events";
    private static final String OTHER_TOPIC = "other-reacting-events";

    /** Stores every word in order. Fails for "poison" until it is fixed, and ten times for "contended". */
    static class WhenHeard {
        static volatile boolean fixed;
        static final AtomicInteger conflicts = new AtomicInteger();
        static volatile CountDownLatch gate = new CountDownLatch(0);
        private final JdbcTemplate jdbc;

        WhenHeard(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Heard", topic = TOPIC)
        void on(Envelope<Heard> event) throws InterruptedException {
            jdbc.update(
                    "insert into heard (aggregate, word) values (?, ?)",
                    event.aggregateId(),
                    event.payload().word());
            gate.await();
            if (event.payload().word().equals("contended") && conflicts.incrementAndGet() <= 10) {
                throw new OptimisticLockingFailureException("another transaction was faster");
            }
            if (event.payload().word().equals("poison") && !fixed) {
                throw new IllegalStateException("cannot process this");
            }
        }

        @When(value = "Shouted", topic = OTHER_TOPIC)
        void onShouted(Envelope<Heard> event) throws InterruptedException {
            on(event);
        }

        record Heard(String word, Optional<Integer> volume) {}
    }

    private static final byte[] GARBAGE = {0, -1, 7, 42};

    private TestService node;
    private Kafka kafka;
    private final String key = "heard:" + UUID.randomUUID();

    @BeforeEach
    void start() {
        WhenHeard.fixed = false;
        WhenHeard.gate = new CountDownLatch(0);
        Infrastructure.shared().clear(); // the malformed records of one test must not be parked in the next
        Infrastructure.Database database = TestService.database();
        kafka = new Kafka(Infrastructure.shared().bootstrapServers());
        kafka.createTopic(TOPIC, 6);
        node = TestService.start(
                "reader-" + UUID.randomUUID(), database, List.of("--swapr.messaging.retry.pause=5ms"), WhenHeard.class);
        node.jdbc().execute("create table heard (id bigint generated always as identity, aggregate text, word text)");
    }

    @AfterEach
    void stop() {
        node.close();
        kafka.close();
    }

    private TestEvent heard(String word) {
        return TestEvent.of("Heard", key).with("word", word);
    }

    private List<@Nullable String> words(String aggregate) {
        return node.jdbc()
                .queryForList("select word from heard where aggregate = ? order by id", String.class, aggregate);
    }

    private void waitUntil(java.util.concurrent.Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private List<@Nullable String> parked(String column) {
        return node.jdbc()
                .queryForList(
                        "select " + column
                                + "::text from dead_letters where status in ('PARKED', 'WAITING') order by id",
                        String.class);
    }

    @Test
    void anEventOnAnotherTopicThanTheOneOfItsHandlerIsNotHandled() {
        kafka.publish(OTHER_TOPIC, heard("on the wrong topic"));
        kafka.publish(OTHER_TOPIC, TestEvent.of("Shouted", key).with("word", "after it"));

        waitUntil(() -> words(key).contains("after it"));
        assertThat(words(key)).containsExactly("after it");
        assertThat(parked("event_id")).isEmpty();
    }

    @Test
    void anEventDeliveredTwiceIsAppliedOnce() {
        kafka.deliver(TOPIC, heard("hello"))
                .eventually(() -> assertThat(words(key)).containsExactly("hello"))
                .andAgainChangesNothing(() -> words(key));
    }

    @Test
    void anEventOutOfOrderIsAppliedAndCounted() {
        kafka.publish(TOPIC, heard("first"));
        kafka.publish(TOPIC, heard("third").version(3));

        kafka.deliver(TOPIC, heard("second").version(2))
                .eventually(() -> assertThat(outOfOrder()).isEqualTo(1))
                .andAgainChangesNothing(this::outOfOrder);

        assertThat(words(key)).containsExactly("first", "third", "second");
    }

    private double outOfOrder() {
        return node.get(MeterRegistry.class)
                .get("swapr.events.overtaken")
                .counter()
                .count();
    }

    @Test
    void aRecordDeliveredTwiceConcurrentlyIsAppliedOnce() throws Exception {
        Supplier<EventBatchListener> listener = node::listener;
        TestEvent event = heard("once");
        var record = new ConsumerRecord<>(TOPIC, 0, 999_999, key.getBytes(StandardCharsets.UTF_8), event.json());
        WhenHeard.gate = new CountDownLatch(1);

        var first = CompletableFuture.runAsync(() -> listener.get().onMessage(List.of(record)));
        var second = CompletableFuture.runAsync(() -> listener.get().onMessage(List.of(record)));
        assertThatThrownBy(() -> CompletableFuture.anyOf(first, second).get(300, TimeUnit.MILLISECONDS))
                .as("one listener is in the handler, the other waits for the inbox row")
                .isInstanceOf(TimeoutException.class);
        WhenHeard.gate.countDown();
        CompletableFuture.allOf(first, second).get(20, TimeUnit.SECONDS);

        assertThat(words(key)).containsExactly("once");
    }

    @Test
    void aFailingEventParksOnlyItsKeyAndARedriveKeepsTheOrder() {
        String other = "heard:" + UUID.randomUUID();
        kafka.publish(TOPIC, heard("before"));
        kafka.publish(TOPIC, heard("poison").version(2));
        kafka.publish(TOPIC, heard("after").version(3));
        kafka.publish(TOPIC, heard("last").version(4));
        kafka.publish(TOPIC, TestEvent.of("Heard", other).with("word", "unharmed"));

        waitUntil(() ->
                words(other).equals(List.of("unharmed")) && parked("status").size() == 3);

        assertThat(words(key)).containsExactly("before");
        assertThat(parked("status")).containsExactly("PARKED", "WAITING", "WAITING");
        assertThat(parked("attempts")).first().isEqualTo("4");
        assertThat(node.count("select count(*) from processed_events where outcome = 'parked'"))
                .isEqualTo(3);

        redrive();
        waitUntil(() ->
                node.count("select count(*) from dead_letters where attempts = 5 and redrive_requested_at is null")
                        == 1);
        assertThat(parked("status"))
                .as("not fixed, so the events stay parked")
                .containsExactly("PARKED", "WAITING", "WAITING");

        WhenHeard.fixed = true;
        redrive();
        redrive();

        waitUntil(() -> parked("status").isEmpty());
        assertThat(words(key)).containsExactly("before", "poison", "after", "last");
        assertThat(node.count("select count(*) from processed_events where outcome = 'applied'"))
                .isEqualTo(5);
        kafka.deliver(TOPIC, heard("free again").version(5))
                .eventually(() -> assertThat(words(key)).endsWith("free again"));
    }

    private void redrive() {
        assertThat(node.deadLetters().redrive("all").getStatus()).isEqualTo(202);
    }

    @Test
    void concurrencyConflictsDoNotParkAnEvent() {
        kafka.publish(TOPIC, heard("contended"));

        waitUntil(() -> words(key).equals(List.of("contended")));
        assertThat(WhenHeard.conflicts).hasValue(11);
        assertThat(parked("status")).isEmpty();
    }

    @Test
    void aDiscardNeedsAReasonAndReleasesTheNextEvents() {
        kafka.publish(TOPIC, heard("poison"));
        kafka.publish(TOPIC, heard("after").version(2));
        waitUntil(() -> parked("status").equals(List.of("PARKED", "WAITING")));
        String id = parked("id").getFirst();

        assertThat(node.deadLetters().discard(id, " ").getStatus()).isEqualTo(400);
        assertThat(node.deadLetters().discard(id, "made by a test").getStatus()).isEqualTo(200);

        waitUntil(() -> words(key).equals(List.of("after")));
        assertThat(node.count(
                        "select count(*) from dead_letters where status = 'DISCARDED' and reason = 'made by a test'"))
                .isEqualTo(1);
        assertThat(node.count("select count(*) from processed_events where outcome = 'discarded'"))
                .isEqualTo(1);
    }

    @Test
    void aParkedRecordIsOnTheDeadLetterTopicUnchangedWithItsReason() {
        String service = node.name();
        ReceivedRecord origin = kafka.publish(TOPIC, heard("poison"));

        try (var topic = kafka.recordAll(TOPIC + "." + service + ".dlq")) {
            ReceivedRecord deadLetter = topic.await("the dead letter", received -> key.equals(received.key()));

            assertThat(deadLetter.value()).isEqualTo(origin.value());
            assertThat(deadLetter.partition()).isEqualTo(origin.partition());
            assertThat(deadLetter.headers())
                    .containsAllEntriesOf(origin.headers())
                    .containsEntry("dlq-topic", TOPIC)
                    .containsEntry("dlq-offset", Long.toString(origin.offset()))
                    .containsEntry("dlq-partition", Integer.toString(origin.partition()))
                    .containsEntry("dlq-consumer", service)
                    .containsEntry("dlq-attempts", "4")
                    .containsEntry("dlq-handler", "WhenHeard")
                    .containsEntry("dlq-message", "IllegalStateException: cannot process this");
        }
    }

    @Test
    void aMalformedRecordIsParkedOnceAndBlocksNothing() {
        Map<String, byte[]> malformed = Map.of(
                "garbage", GARBAGE,
                "empty", new byte[0],
                "not an object", "[]".getBytes(StandardCharsets.UTF_8),
                "no envelope", "{}".getBytes(StandardCharsets.UTF_8),
                "deep nesting", "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
                "wrong types in the envelope",
                        heard("x").envelope("aggregate_version", "two").json(),
                "an invalid id", heard("x").envelope("event_id", "42").json());
        malformed.values().forEach(value -> kafka.publish(TOPIC, key, value, Map.of()));
        kafka.publish(TOPIC, key, null, Map.of());
        kafka.publish(TOPIC, null, "no key, no event".getBytes(StandardCharsets.UTF_8), Map.of());
        kafka.publish(TOPIC, heard("still fine"));

        waitUntil(() ->
                words(key).equals(List.of("still fine")) && parked("status").size() == 9);
        assertThat(parked("status")).containsOnly("PARKED");
        assertThat(node.count("select count(*) from dead_letters where record_value = ?", (Object) GARBAGE))
                .isEqualTo(1);
    }

    @Test
    void anUnreadableEventIsParkedWithItsSequence() {
        kafka.publish(TOPIC, heard("x").schemaVersion(99));
        kafka.publish(TOPIC, heard("waits").version(2));
        String second = "heard:" + UUID.randomUUID();
        kafka.publish(TOPIC, TestEvent.of("Heard", second).with("word", 42));
        String third = "heard:" + UUID.randomUUID();
        kafka.publish(TOPIC, TestEvent.of("Heard", third).with("volume", 3));

        waitUntil(() -> parked("status").size() == 4);
        assertThat(node.jdbc().queryForList("select message from dead_letters where status = 'PARKED'", String.class))
                .anyMatch(message -> message.contains("v99") && message.contains("version 1"))
                .anyMatch(message -> message.contains("word"));
        assertThat(parked("attempts")).as("a retry cannot help").doesNotContain("2", "3", "4");
    }

    @Test
    void unknownTypesAndUnknownFieldsAreIgnored() {
        kafka.publish(TOPIC, TestEvent.of("SomethingElse", key).schemaVersion(7));
        kafka.publish(TOPIC, heard("tolerant").with("color", "red").with("volume", null));

        waitUntil(() -> words(key).equals(List.of("tolerant")));
        assertThat(node.count("select count(*) from processed_events")).isEqualTo(1);
        assertThat(parked("status")).isEmpty();
    }

    @Test
    void oneBadEventOfFiveHundredParksOneRecordAndRepeatsNoEffect() {
        List<TestEvent> events = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            events.add(TestEvent.of("Heard", key + "-" + i).with("word", i == 250 ? "poison" : "word " + i));
        }
        events.forEach(event -> kafka.publish(TOPIC, event));

        waitUntil(() -> node.count("select count(*) from heard where aggregate like ?", key + "-%") == 499);
        waitUntil(() -> parked("status").size() == 1);
        assertThat(node.count("select count(distinct aggregate) from heard where aggregate like ?", key + "-%"))
                .isEqualTo(499);
    }

    @Test
    void aLargeRecordIsReadALargerOneIsParkedAndTheBrokerRefusesTheLargest() {
        kafka.publish(TOPIC, heard("x".repeat(60_000)));
        kafka.publish(TOPIC, heard("x".repeat(900_000)));

        waitUntil(() -> words(key).size() == 1);
        waitUntil(() -> parked("status").size() == 1);
        assertThatThrownBy(() -> kafka.publish(TOPIC, heard("x".repeat(1_100_000))))
                .as("the broker itself refuses 1.1 MB")
                .hasStackTraceContaining("RecordTooLargeException");
    }
}
