package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

/** A handler's failure does not stop other events, even if it looks like an outage or is an Error. */
class OutageDetectorTest {

    private static final String TOPIC = "outages-events";

    static class WhenTried {
        static final AtomicReference<String> FAILURE = new AtomicReference<>("");
        static final Set<String> FIXED = ConcurrentHashMap.newKeySet();
        private final JdbcTemplate jdbc;

        WhenTried(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Tried", topic = TOPIC)
        void on(Envelope<Tried> event) {
            if (event.payload().bad() && !FIXED.contains(event.aggregateId())) {
                switch (FAILURE.get()) {
                    case "no state" -> throw new UncategorizedSQLException("task", "sql", new SQLException("no state"));
                    case "no memory" ->
                        throw new UncategorizedSQLException("task", "sql", new SQLException("no memory", "53200"));
                    case "stack" -> throw new StackOverflowError();
                    case "heap" -> throw new OutOfMemoryError("for one record");
                    default -> {}
                }
            }
            jdbc.update("insert into tried values (?)", event.aggregateId());
        }

        record Tried(boolean bad) {}
    }

    private static TestService node;
    private static Kafka kafka;

    @BeforeAll
    static void start() {
        kafka = new Kafka(Infrastructure.shared().bootstrapServers());
        kafka.createTopic(TOPIC, 1); // one partition, so that each event waits for the one before it
        node = TestService.start(
                "tried-" + UUID.randomUUID(),
                TestService.database(),
                List.of("--swapr.messaging.retry.pause=1ms"),
                WhenTried.class);
        node.jdbc().execute("create table tried (aggregate text)");
    }

    @AfterAll
    static void stop() {
        node.close();
        kafka.close();
    }

    @BeforeEach
    void reset() {
        WhenTried.FAILURE.set("");
        node.jdbc().execute("delete from dead_letters where status = 'DISCARDED'");
    }

    private static TestEvent tried(String key, boolean bad) {
        return TestEvent.of("Tried", key).with("bad", bad);
    }

    private static boolean isApplied(String key) {
        return node.count("select count(*) from tried where aggregate = ?", key) == 1;
    }

    private void assertThatOnlyTheBadEventIsParked(String failure, String exception) {
        WhenTried.FAILURE.set(failure);
        String bad = "tried:" + UUID.randomUUID();
        String good = "tried:" + UUID.randomUUID();
        kafka.publish(TOPIC, tried(bad, true));
        kafka.publish(TOPIC, tried(good, false));

        await().atMost(Duration.ofSeconds(30)).until(() -> isApplied(good));
        assertThat(node.jdbc()
                        .queryForList("select exception from dead_letters where sequence_key = ?", String.class, bad))
                .containsExactly(exception);
    }

    @Test
    void anErrorParksOnlyItsEvent() {
        assertThatOnlyTheBadEventIsParked("stack", "java.lang.StackOverflowError");
        assertThatOnlyTheBadEventIsParked("heap", "java.lang.OutOfMemoryError");
    }

    @Test
    void aFailureThatLooksLikeAnOutageParksItsEventAfterSomeDeliveries() {
        var consumer = node.listener();
        for (String failure : List.of("no state", "no memory")) {
            WhenTried.FAILURE.set(failure);
            String before = "tried:" + UUID.randomUUID();
            String bad = "tried:" + UUID.randomUUID();
            String after = "tried:" + UUID.randomUUID();
            List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
            for (String key : List.of(before, bad, after)) {
                batch.add(new ConsumerRecord<>(
                        TOPIC,
                        failure.length(),
                        batch.size(),
                        key.getBytes(StandardCharsets.UTF_8),
                        tried(key, key.equals(bad)).json()));
            }

            for (int delivery = 1; delivery <= OutageDetector.MAX_DELIVERIES; delivery++) {
                assertThatThrownBy(() -> consumer.onMessage(batch))
                        .as("the exception pauses the container")
                        .isNotNull();
                assertThat(List.of(isApplied(before), isApplied(after))).containsExactly(true, false);
            }
            consumer.onMessage(batch);

            assertThat(isApplied(after)).isTrue();
            assertThat(node.count(
                            "select count(*) from dead_letters where sequence_key = ? and status = 'PARKED'", bad))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRedriveThatLooksLikeAnOutageDoesNotStopOtherRedrives() {
        WhenTried.FAILURE.set("heap");
        String bad = "tried:" + UUID.randomUUID();
        String fixed = "tried:" + UUID.randomUUID();
        kafka.publish(TOPIC, tried(bad, true));
        kafka.publish(TOPIC, tried(fixed, true));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> parked(bad).size() + parked(fixed).size() == 2);
        WhenTried.FAILURE.set("no state");
        WhenTried.FIXED.add(fixed);

        parked(bad).forEach(node.deadLetters()::redrive);
        parked(fixed).forEach(node.deadLetters()::redrive);

        await().atMost(Duration.ofSeconds(30)).until(() -> isApplied(fixed));
    }

    private static List<String> parked(String key) {
        return node.jdbc()
                .query(
                        "select id from dead_letters where sequence_key = ? and status = 'PARKED'",
                        (row, n) -> row.getString(1),
                        key);
    }

    @Test
    void anEventThatSucceedsAtItsLastDeliveryIsNotParked() {
        var consumer = node.listener();
        String key = "tried:" + UUID.randomUUID();
        var batch = List.of(new ConsumerRecord<>(
                TOPIC,
                99,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                tried(key, true).json()));
        WhenTried.FAILURE.set("no state");
        for (int delivery = 1; delivery <= OutageDetector.MAX_DELIVERIES; delivery++) {
            assertThatThrownBy(() -> consumer.onMessage(batch)).isNotNull();
        }
        WhenTried.FAILURE.set("");

        consumer.onMessage(batch);

        assertThat(isApplied(key)).isTrue();
        assertThat(node.count("select count(*) from dead_letters where sequence_key = ?", key))
                .isZero();
    }
}
