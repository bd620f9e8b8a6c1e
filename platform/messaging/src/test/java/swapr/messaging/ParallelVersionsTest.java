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
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.TestEvent;

/** One fact in two schema versions: every reader applies it once, in the newest version that it knows. */
class ParallelVersionsTest {

    @EventType("Painted")
    record Painted(String shade) {}

    @EventType(value = "Painted", version = 2)
    record PaintedV2(String color) implements OlderVersions {
        @Override
        public List<Painted> olderVersions() {
            return List.of(new Painted(color));
        }
    }

    static final Queue<String> APPLIED = new ConcurrentLinkedQueue<>();

    static class ReadsTheOld {
        @When(value = "Painted", topic = "test-events")
        void on(Painted event) {
            applied("old " + event.shade());
        }
    }

    static class ReadsTheNew {
        @When(value = "Painted", version = 2, topic = "test-events")
        void on(PaintedV2 event) {
            applied("new " + event.color());
        }
    }

    static class ReadsBoth {
        @When(value = "Painted", topic = "test-events")
        void old(Painted event) {
            applied("both, old " + event.shade());
        }

        @When(value = "Painted", version = 2, topic = "test-events")
        void on(PaintedV2 event) {
            applied("both, new " + event.color());
        }
    }

    /** Counts only committed work, because a rollback for another event can run the handler again. */
    private static void applied(String entry) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                APPLIED.add(entry);
            }
        });
    }

    private final String key = "wall:" + UUID.randomUUID();

    @Test
    void everyReaderAppliesOnlyTheNewestVersionThatItKnows() {
        Infrastructure.shared().clear();
        APPLIED.clear();
        try (TestService publisher = TestService.start();
                TestService _ = TestService.start(ReadsTheOld.class);
                TestService _ = TestService.start(ReadsTheNew.class);
                TestService _ = TestService.start(ReadsBoth.class)) {
            publisher.append("wall:of-old", 0, new Painted("only old"));
            publisher.append(key, 0, new PaintedV2("red"));
            publisher.append(key, 1, new PaintedV2("blue"));

            await().atMost(Duration.ofSeconds(30)).until(() -> APPLIED.size() >= 8);
            assertThat(APPLIED)
                    .filteredOn(applied -> applied.startsWith("old"))
                    .containsExactlyInAnyOrder("old only old", "old red", "old blue");
            assertThat(APPLIED).filteredOn(applied -> applied.startsWith("new")).containsExactly("new red", "new blue");
            assertThat(APPLIED)
                    .filteredOn(applied -> applied.startsWith("both"))
                    .containsExactlyInAnyOrder("both, old only old", "both, new red", "both, new blue");
        }
    }

    /** A fact that exists only in an unknown version is parked until the reader knows that version. */
    @Test
    void aReaderParksAFactThatExistsOnlyInANewerVersion() {
        Infrastructure.shared().clear();
        APPLIED.clear();
        try (TestService publisher = TestService.start(
                        "publisher-" + UUID.randomUUID(),
                        TestService.database(),
                        List.of("--swapr.messaging.retired=Painted.v1"));
                TestService old = TestService.start(ReadsTheOld.class)) {
            publisher.append(key, 0, new PaintedV2("green"));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> old.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
            assertThat(APPLIED).isEmpty();
        }
    }

    /** Before and after a deployment: the old instance has applied the fact, so the new one skips its new version. */
    @Test
    void aNewerInstanceDoesNotApplyAFactAgain() {
        Infrastructure.shared().clear();
        APPLIED.clear();
        String service = "painter-" + UUID.randomUUID();
        Infrastructure.Database database = TestService.database();
        try (TestService publisher = TestService.start()) {
            try (TestService before = TestService.start(service, database, List.of(), ReadsTheOld.class)) {
                publisher.append(key, 0, new PaintedV2("red"));
                await().atMost(Duration.ofSeconds(30)).until(() -> APPLIED.size() == 1);
                // This instance does not read version 2 and skips it.
                assertThat(before.count("select count(*) from processed_events"))
                        .isEqualTo(1);
            }
            try (TestService after = TestService.start(service, database, List.of(), ReadsBoth.class);
                    Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
                ReceivedRecord newVersion = kafka.read("test-events").getLast();
                kafka.publish("test-events", newVersion.key(), newVersion.value(), newVersion.headers());
                publisher.append(key, 1, new PaintedV2("blue"));

                await().atMost(Duration.ofSeconds(30)).until(() -> APPLIED.size() >= 2);
                assertThat(APPLIED).containsExactly("old red", "both, new blue");
                assertThat(after.count("select count(*) from processed_events")).isEqualTo(2);
            }
        }
    }

    /** During a deployment: a newer instance has skipped version 1 and then lost its partition to an older instance. */
    @Test
    void anOlderInstanceParksTheNewVersionIfItDidNotGetTheOldOne() {
        Infrastructure.shared().clear();
        APPLIED.clear();
        try (TestService old = TestService.start(ReadsTheOld.class);
                Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.publish(
                    "test-events",
                    TestEvent.of("Painted", key)
                            .schemaVersion(2)
                            .version(2)
                            .with("color", "red")
                            .envelope(
                                    "parallel_versions",
                                    Map.of("fact_id", UUID.randomUUID().toString(), "versions", List.of(1, 2))));

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> old.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
            assertThat(APPLIED).isEmpty();
        }
    }

    @Test
    void allVersionsOfAFactHaveOneAggregateVersion() {
        try (TestService publisher = TestService.start()) {
            publisher.append(key, 0, new PaintedV2("red"), new PaintedV2("blue"));

            assertThat(publisher
                            .jdbc()
                            .queryForList(
                                    "select aggregate_version || '/' || schema_version from event_log"
                                            + " where aggregate_id = ? order by position",
                                    String.class,
                                    key))
                    .containsExactly("1/1", "1/2", "2/1", "2/2");
            assertThat(publisher.log().version(key)).isEqualTo(2);
            assertThat(publisher.log().read(key))
                    .extracting(Envelope::payload)
                    .containsExactly(new PaintedV2("red"), new PaintedV2("blue"));
        }
    }

    @Test
    void twoWritersOfOneVersionConflict() {
        try (TestService publisher = TestService.start()) {
            publisher.append(key, 0, new PaintedV2("red"));

            assertThatThrownBy(() -> publisher.append(key, 0, new Painted("blue")))
                    .isInstanceOf(OptimisticLockingFailureException.class);
        }
    }

    @Test
    void aRetiredVersionIsStillKnownButNoLongerPublished() {
        var types = types(Set.of("Painted.v1"));

        assertThat(types.versionsOf(new PaintedV2("red"))).containsExactly(new PaintedV2("red"));
        assertThat(types.published()).noneMatch(type -> type.type() == Painted.class);
        assertThat(types.named("Painted", 1)).isNotNull();
        assertThatThrownBy(() -> types.versionsOf(new Painted("red"))).hasMessageContaining("Painted v1 is retired");
    }

    @Test
    void aNewVersionCanBeRetiredAgain() {
        assertThat(types(Set.of("Painted.v2")).versionsOf(new PaintedV2("red"))).containsExactly(new Painted("red"));
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
