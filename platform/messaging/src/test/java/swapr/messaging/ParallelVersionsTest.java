package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.TestEvent;

/** One fact in two versions of its type: every reader applies it once, in the newest version that it reads. */
class ParallelVersionsTest {

    @EventType("Painted")
    record Painted(String colour) {}

    @EventType(value = "Painted", version = 2)
    record PaintedV2(String color) {}

    static final Queue<String> HEARD = new ConcurrentLinkedQueue<>();

    static class ReadsTheOld {
        @When(value = "Painted", topic = "test-events")
        void on(Painted event) {
            heard("old " + event.colour());
        }
    }

    static class ReadsTheNew {
        @When(value = "Painted", version = 2, topic = "test-events")
        void on(PaintedV2 event) {
            heard("new " + event.color());
        }
    }

    static class ReadsBoth {
        @When(value = "Painted", topic = "test-events")
        void old(Painted event) {
            heard("both, old " + event.colour());
        }

        @When(value = "Painted", version = 2, topic = "test-events")
        void on(PaintedV2 event) {
            heard("both, new " + event.color());
        }
    }

    /** A handler's transaction may be rolled back, for another event's sake, and the handler run again: only what was committed counts. */
    private static void heard(String what) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                HEARD.add(what);
            }
        });
    }

    private final String key = "wall:" + UUID.randomUUID();

    @Test
    void everyReaderAppliesOneTellingTheNewestThatItReads() {
        Infrastructure.shared().clear();
        HEARD.clear();
        try (TestService publisher = TestService.start();
                TestService _ = TestService.start(ReadsTheOld.class);
                TestService _ = TestService.start(ReadsTheNew.class);
                TestService _ = TestService.start(ReadsBoth.class)) {
            publisher.say("wall:of-old", 0, new Painted("only old"));
            publisher.say(key, 0, new Painted("red"), new PaintedV2("red"));
            publisher.say(key, 2, new Painted("blue"), new PaintedV2("blue"));

            await().atMost(Duration.ofSeconds(30)).until(() -> HEARD.size() >= 8);
            assertThat(HEARD)
                    .filteredOn(heard -> heard.startsWith("old"))
                    .containsExactlyInAnyOrder("old only old", "old red", "old blue");
            assertThat(HEARD).filteredOn(heard -> heard.startsWith("new")).containsExactly("new red", "new blue");
            assertThat(HEARD)
                    .filteredOn(heard -> heard.startsWith("both"))
                    .containsExactlyInAnyOrder("both, old only old", "both, new red", "both, new blue");
        }
    }

    /** A fact only in a version that a reader does not know is kept for the day it does. */
    @Test
    void aReaderOfTheOldVersionKeepsWhatIsToldInTheNewOneAlone() {
        Infrastructure.shared().clear();
        HEARD.clear();
        try (TestService publisher = TestService.start();
                TestService old = TestService.start(ReadsTheOld.class)) {
            publisher.say(key, 0, new PaintedV2("green"));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> old.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
            assertThat(HEARD).isEmpty();
        }
    }

    /** Before and after a deployment: the instance that reads the new version finds the fact applied by the old one. */
    @Test
    void anInstanceThatReadsMoreDoesNotApplyAgainWhatAnOlderOneHas() {
        Infrastructure.shared().clear();
        HEARD.clear();
        String service = "painter-" + UUID.randomUUID();
        Infrastructure.Database database = TestService.database();
        try (TestService publisher = TestService.start()) {
            try (TestService before = TestService.start(service, database, List.of(), ReadsTheOld.class)) {
                publisher.say(key, 0, new Painted("red"), new PaintedV2("red"));
                await().atMost(Duration.ofSeconds(30)).until(() -> HEARD.size() == 1);
                // The new telling is read by nobody of this version: it is skipped, not applied again.
                assertThat(before.count("select count(*) from processed_events"))
                        .isEqualTo(1);
            }
            try (TestService after = TestService.start(service, database, List.of(), ReadsBoth.class);
                    Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
                ReceivedRecord newTelling = kafka.read("test-events").getLast();
                kafka.publish("test-events", newTelling.key(), newTelling.value(), newTelling.headers());
                publisher.say(key, 2, new Painted("blue"), new PaintedV2("blue"));

                await().atMost(Duration.ofSeconds(30)).until(() -> HEARD.size() >= 2);
                assertThat(HEARD).containsExactly("old red", "both, new blue");
                assertThat(after.count("select count(*) from processed_events")).isEqualTo(2);
            }
        }
    }

    /** In the middle of a deployment: an instance that reads more has skipped the old telling, and then lost its partition. */
    @Test
    void anOlderInstanceThatIsLeftWithTheNewTellingAloneKeepsIt() {
        Infrastructure.shared().clear();
        HEARD.clear();
        try (TestService old = TestService.start(ReadsTheOld.class);
                Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.publish(
                    "test-events",
                    TestEvent.of("Painted", key)
                            .schemaVersion(2)
                            .version(2)
                            .with("color", "red")
                            .envelope(
                                    "told",
                                    Map.of("fact_id", UUID.randomUUID().toString(), "versions", List.of(1, 2))));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> old.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
            assertThat(HEARD).isEmpty();
        }
    }

    @Test
    void twoFactsOfOneTypeInSeveralVersionsAreRefused() {
        try (TestService publisher = TestService.start()) {
            assertThatThrownBy(() -> publisher.say(key, 0, new Painted("a"), new Painted("b"), new PaintedV2("a")))
                    .hasMessageContaining("append one fact at a time");
        }
    }

    @Test
    void aRetiredVersionIsPublishedNoLongerAndStillKnown() {
        var types = types(Set.of("Painted.v1"));

        assertThat(types.publishes(Painted.class)).isFalse();
        assertThat(types.publishes(PaintedV2.class)).isTrue();
        assertThat(types.published()).noneMatch(type -> type.type() == Painted.class);
        assertThat(types.named("Painted", 1)).isNotNull();
        assertThatThrownBy(() -> types.of(new Painted("red"))).hasMessageContaining("Painted v1 is retired");
    }

    @Test
    void theLastVersionCannotBeRetired() {
        assertThatThrownBy(() -> types(Set.of("Painted.v1", "Painted.v2")))
                .hasMessage("swapr.messaging.retired leaves no version of Painted to publish");
    }

    private static EventTypes types(Set<String> retired) {
        return new EventTypes(List.of(ParallelVersionsTest.class.getPackageName()), "test-events", retired);
    }
}
