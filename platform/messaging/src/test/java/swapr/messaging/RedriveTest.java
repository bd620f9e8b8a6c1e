package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

/** Redrive with two instances of the failed consumer, repeated requests of operators and a real broker. */
class RedriveTest {

    private static final String TOPIC = "redrive-events";

    static class WhenWordAdded {
        static final Set<String> FIXED = ConcurrentHashMap.newKeySet();
        private final JdbcTemplate jdbc;

        WhenWordAdded(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "WordAdded", topic = TOPIC)
        void on(Envelope<WordAdded> event) {
            jdbc.update(
                    "insert into words (aggregate, word) values (?, ?)",
                    event.aggregateId(),
                    event.payload().word());
            if (event.payload().word().startsWith("poison") && !FIXED.contains(event.aggregateId())) {
                throw new IllegalStateException("cannot process this");
            }
        }

        record WordAdded(String word) {}
    }

    private static TestService one;
    private static TestService two;
    private static Kafka kafka;
    private final String key = "text:" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        Infrastructure.Database database = TestService.database();
        kafka = new Kafka(Infrastructure.shared().bootstrapServers());
        kafka.createTopic(TOPIC, 6);
        String service = "redrive-" + UUID.randomUUID();
        var settings = List.of("--swapr.messaging.retry.pause=5ms");
        one = TestService.start(service, database, settings, WhenWordAdded.class);
        one.jdbc().execute("create table words (id bigint generated always as identity, aggregate text, word text)");
        two = TestService.start(service, database, settings, WhenWordAdded.class);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        kafka.close();
    }

    private void publish(String key, int version, String word) {
        kafka.publish(TOPIC, TestEvent.of("WordAdded", key).with("word", word).version(version));
    }

    private List<@Nullable String> words(String key) {
        return one.jdbc().queryForList("select word from words where aggregate = ? order by id", String.class, key);
    }

    private long deadLetters(String key, String status) {
        return one.count("select count(*) from dead_letters where sequence_key = ? and status = ?", key, status);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Test
    void tenRedrivesOnTwoInstancesHaveOneEffectInOrder() {
        for (var version = 1; version <= 20; version++) {
            publish(key, version, version == 1 ? "poison" : "word " + version);
        }
        until(() -> deadLetters(key, "PARKED") == 1 && deadLetters(key, "WAITING") == 19);

        WhenWordAdded.FIXED.add(key);
        var requests = new ArrayList<CompletableFuture<Void>>();
        for (var i = 0; i < 10; i++) {
            TestService node = i % 2 == 0 ? one : two;
            requests.add(CompletableFuture.runAsync(() -> node.deadLetters().redrive(null, key, null, null)));
        }
        requests.forEach(CompletableFuture::join);

        until(() -> deadLetters(key, "RESOLVED") == 20);
        assertThat(words(key)).hasSize(20).doesNotHaveDuplicates().startsWith("poison", "word 2", "word 3");
        assertThat(words(key).subList(1, 20))
                .isEqualTo(java.util.stream.IntStream.rangeClosed(2, 20)
                        .mapToObj(version -> "word " + version)
                        .toList());
    }

    @Test
    void twoHundredEventsBehindADiscardedOneAreProcessedInOrder() {
        for (var version = 1; version <= 201; version++) {
            publish(key, version, version == 1 ? "poison" : "word " + version);
        }
        until(() -> deadLetters(key, "PARKED") == 1 && deadLetters(key, "WAITING") == 200);

        long head = one.count("select min(id) from dead_letters where sequence_key = ?", key);
        assertThat(one.deadLetters().discard(Long.toString(head), "poison").getStatus())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> deadLetters(key, "RESOLVED") == 200);
        assertThat(words(key))
                .isEqualTo(java.util.stream.IntStream.rangeClosed(2, 201)
                        .mapToObj(version -> "word " + version)
                        .toList());
    }

    @Test
    void aRedriveOfOneKeyLeavesTheOtherKeyParked() {
        String other = "text:" + UUID.randomUUID();
        publish(key, 1, "poison");
        publish(other, 1, "poison too");
        until(() -> deadLetters(key, "PARKED") == 1 && deadLetters(other, "PARKED") == 1);

        WhenWordAdded.FIXED.add(key);
        WhenWordAdded.FIXED.add(other);
        assertThat(one.deadLetters().redrive(null, key, null, null).getStatus()).isEqualTo(202);

        until(() -> deadLetters(key, "RESOLVED") == 1);
        assertThat(words(key)).containsExactly("poison");
        assertThat(words(other)).isEmpty();
        assertThat(deadLetters(other, "PARKED")).isEqualTo(1);
    }

    @Test
    void aRedriveThatFailsTwiceIsCountedTwice() {
        publish(key, 1, "poison");
        until(() -> deadLetters(key, "PARKED") == 1);
        var view = one.get(DeadLetterQueries.class);
        for (var n = 1; n <= 2; n++) {
            String expected = "failed again " + n;
            one.deadLetters().redrive(null, key, null, null);
            until(() -> view.open(1_000).stream()
                    .anyMatch(row -> key.equals(row.get("sequence_key")) && expected.equals(row.get("life"))));
        }
        assertThat(words(key)).as("each attempt was rolled back").isEmpty();
    }

    @Test
    void aParkedSequenceDoesNotDelayAThousandOtherEvents() {
        for (var version = 1; version <= 101; version++) {
            publish(key, version, version == 1 ? "poison" : "word");
        }
        for (var i = 0; i < 1_000; i++) {
            publish(key + "-" + i, 1, "other");
        }

        until(() -> one.count("select count(*) from words where word = 'other'") == 1_000);
        until(() -> deadLetters(key, "PARKED") + deadLetters(key, "WAITING") == 101);
        assertThat(words(key)).isEmpty();
    }
}
