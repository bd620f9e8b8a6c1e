package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that take long, one or many: they go on without their worker, and the others are done meanwhile. */
class SlowCommandsTest {

    private static final String KEPT = "select count(*) from dead_letters where status = 'RETRYING'";
    private static final String RESOLVED = "select count(*) from dead_letters where status = 'RESOLVED'";

    private static final Map<String, AtomicInteger> RUNS = new ConcurrentHashMap<>();
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();
    private static volatile CountDownLatch patience = new CountDownLatch(0);
    /** Ends the commands of the running test: a new worker also meets those of the tests before it. */
    private static volatile String name = "";

    static class Slowly {
        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) throws InterruptedException {
            if (!command.what().endsWith(name)) {
                return;
            }
            int run = RUNS.computeIfAbsent(command.what(), key -> new AtomicInteger())
                    .incrementAndGet();
            MOST.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            try {
                if (command.what().startsWith("slow") || (command.what().startsWith("fails slowly") && run == 2)) {
                    patience.await(60, TimeUnit.SECONDS);
                }
                if (run == 1 && command.what().contains("fails")) {
                    throw new IllegalStateException("the first time");
                }
            } finally {
                RUNNING.decrementAndGet();
            }
        }
    }

    private TestService node;

    @BeforeEach
    void start() {
        patience = new CountDownLatch(1);
        MOST.set(0);
        name = UUID.randomUUID().toString();
        node = TestService.start(
                "slow-" + name,
                TestService.database(),
                List.of(
                        "--swapr.messaging.work.pause=20ms",
                        "--swapr.messaging.work.max-pause=100ms",
                        "--swapr.messaging.work.batch=5",
                        "--swapr.messaging.work.at-once=40",
                        "--swapr.messaging.work.lease=20s"),
                Slowly.class);
        command("the first");
        until(() -> runs("the first") == 1); // the share group is there
    }

    @AfterEach
    void stop() {
        patience.countDown();
        node.close();
    }

    private void command(String what) {
        node.say("do:" + UUID.randomUUID(), 0, new TestService.Do(what + " " + name));
    }

    private static int runs(String what) {
        return RUNS.getOrDefault(what + " " + name, new AtomicInteger()).get();
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Test
    void slowCommandsDoNotHoldUpTheOthers() {
        for (var i = 0; i < 20; i++) {
            command("slow " + i);
        }
        command("quick");

        until(() -> runs("quick") == 1);
        until(() -> node.count(KEPT) == 20);
        patience.countDown();

        until(() -> node.count(RESOLVED) == 20);
        for (var i = 0; i < 20; i++) {
            assertThat(runs("slow " + i)).as("slow %d ran so often", i).isEqualTo(1);
        }
        assertThat(node.count("select count(*) from processed_events where outcome <> 'applied'"))
                .isZero();
        assertThat(node.count("select count(*) from dead_letters where attempts > 0"))
                .as("none has failed")
                .isZero();
    }

    @Test
    void noMoreThanTheLimitRunAtOnceAndTheRestFollows() {
        for (var i = 0; i < 60; i++) {
            command("slow " + i);
        }

        until(() -> RUNNING.get() > 35); // the rest is less than a batch
        patience.countDown();

        for (var i = 0; i < 60; i++) {
            String slow = "slow " + i;
            until(() -> runs(slow) == 1);
        }
        assertThat(MOST.get()).isLessThanOrEqualTo(40);
    }

    @Test
    void aSlowCommandThatFailsInTheEndIsTriedAgain() {
        command("slow and fails");
        until(() -> node.count(KEPT) == 1);

        patience.countDown();

        until(() -> node.count(RESOLVED) == 1);
        assertThat(runs("slow and fails")).isEqualTo(2);
        assertThat(node.count("select attempts from dead_letters")).isEqualTo(1);
    }

    @Test
    void aRetryThatTakesLongDoesNotHoldUpTheOthersThatAreDue() {
        command("fails slowly");
        until(() -> runs("fails slowly") == 2);
        for (var i = 0; i < 60; i++) {
            command("fails " + i);
        }

        until(() -> node.count(RESOLVED) == 60);
        assertThat(node.count(KEPT)).as("the slow one").isEqualTo(1);
    }

    @Test
    void whenTheLeaseEndsTheCommandIsTakenUpAgain() {
        command("slow");
        until(() -> node.count(KEPT) == 1);
        assertThat(node.count("select count(*) from dead_letters where next_attempt_at > now() + interval '10 s'"))
                .as("held for the lease")
                .isEqualTo(1);

        node.jdbc().update("update dead_letters set next_attempt_at = now()"); // as if its worker had died long ago

        until(() -> runs("slow") == 2);
        patience.countDown();
        until(() -> node.count(RESOLVED) == 1);
    }
}
