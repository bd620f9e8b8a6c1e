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

/** Redrive with two instances of the consumer that failed, impatient operators, and a real broker. */
class RedriveTest {

    private static final String TOPIC = "told-events";

    static class WhenTold {
        static final Set<String> CURED = ConcurrentHashMap.newKeySet();
        private final JdbcTemplate jdbc;

        WhenTold(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Told", topic = TOPIC)
        void on(Envelope<Told> event) {
            jdbc.update(
                    "insert into told (aggregate, word) values (?, ?)",
                    event.aggregateId(),
                    event.payload().word());
            if (event.payload().word().startsWith("poison") && !CURED.contains(event.aggregateId())) {
                throw new IllegalStateException("cannot swallow this");
            }
        }

        record Told(String word) {}
    }

    private static TestService one;
    private static TestService two;
    private static Kafka kafka;
    private final String key = "told:" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        Infrastructure.Database database = TestService.database();
        kafka = new Kafka(Infrastructure.shared().bootstrapServers());
        kafka.createTopic(TOPIC, 6);
        String service = "told-" + UUID.randomUUID();
        var settings = List.of("--swapr.messaging.retry.pause=5ms");
        one = TestService.start(service, database, settings, WhenTold.class);
        one.jdbc().execute("create table told (id bigint generated always as identity, aggregate text, word text)");
        two = TestService.start(service, database, settings, WhenTold.class);
    }

    @AfterAll
    static void stop() {
        two.close();
        one.close();
        kafka.close();
    }

    private void tell(String key, int version, String word) {
        kafka.publish(TOPIC, TestEvent.of("Told", key).with("word", word).version(version));
    }

    private List<@Nullable String> words(String key) {
        return one.jdbc().queryForList("select word from told where aggregate = ? order by id", String.class, key);
    }

    private long letters(String key, String status) {
        return one.count("select count(*) from dead_letters where sequence_key = ? and status = ?", key, status);
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Test
    void tenRedrivesFromTwoPlacesAreOneEffectInOrder() {
        for (var version = 1; version <= 20; version++) {
            tell(key, version, version == 1 ? "poison" : "word " + version);
        }
        until(() -> letters(key, "PARKED") == 1 && letters(key, "WAITING") == 19);

        WhenTold.CURED.add(key);
        var clicks = new ArrayList<CompletableFuture<Void>>();
        for (var i = 0; i < 10; i++) {
            TestService node = i % 2 == 0 ? one : two;
            clicks.add(CompletableFuture.runAsync(() -> node.deadLetters().redrive(null, key, null, null)));
        }
        clicks.forEach(CompletableFuture::join);

        until(() -> letters(key, "RESOLVED") == 20);
        assertThat(words(key)).hasSize(20).doesNotHaveDuplicates().startsWith("poison", "word 2", "word 3");
        assertThat(words(key).subList(1, 20))
                .isEqualTo(java.util.stream.IntStream.rangeClosed(2, 20)
                        .mapToObj(version -> "word " + version)
                        .toList());
    }

    @Test
    void twoHundredBehindADiscardedOneFollowAtOnceAndInOrder() {
        for (var version = 1; version <= 201; version++) {
            tell(key, version, version == 1 ? "poison" : "word " + version);
        }
        until(() -> letters(key, "PARKED") == 1 && letters(key, "WAITING") == 200);

        long head = one.count("select min(id) from dead_letters where sequence_key = ?", key);
        assertThat(one.deadLetters().discard(Long.toString(head), "poison").getStatus())
                .isEqualTo(200);

        await().atMost(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> letters(key, "RESOLVED") == 200);
        assertThat(words(key))
                .isEqualTo(java.util.stream.IntStream.rangeClosed(2, 201)
                        .mapToObj(version -> "word " + version)
                        .toList());
    }

    @Test
    void ofTwoKeysTheOneThatWasNamedIsRun() {
        String other = "told:" + UUID.randomUUID();
        tell(key, 1, "poison");
        tell(other, 1, "poison, too");
        until(() -> letters(key, "PARKED") == 1 && letters(other, "PARKED") == 1);

        WhenTold.CURED.add(key);
        WhenTold.CURED.add(other);
        assertThat(one.deadLetters().redrive(null, key, null, null).getStatus()).isEqualTo(202);

        until(() -> letters(key, "RESOLVED") == 1);
        assertThat(words(key)).containsExactly("poison");
        assertThat(words(other)).isEmpty();
        assertThat(letters(other, "PARKED")).isEqualTo(1);
    }

    @Test
    void aRedriveThatFailsTwiceSaysSo() {
        tell(key, 1, "poison");
        until(() -> letters(key, "PARKED") == 1);
        var view = new DeadLetterQueries(one.jdbc());
        for (var n = 1; n <= 2; n++) {
            String expected = "failed again " + n;
            one.deadLetters().redrive(null, key, null, null);
            until(() -> view.open(1_000).stream()
                    .anyMatch(letter -> key.equals(letter.get("sequence_key")) && expected.equals(letter.get("life"))));
        }
        assertThat(words(key)).as("each attempt was rolled back").isEmpty();
    }

    @Test
    void poisonWithAHundredBehindItDoesNotHoldUpAThousandOthers() {
        for (var version = 1; version <= 101; version++) {
            tell(key, version, version == 1 ? "poison" : "word");
        }
        for (var i = 0; i < 1_000; i++) {
            tell(key + "-" + i, 1, "other");
        }

        until(() -> one.count("select count(*) from told where word = 'other'") == 1_000);
        until(() -> letters(key, "PARKED") + letters(key, "WAITING") == 101);
        assertThat(words(key)).isEmpty();
    }
}
