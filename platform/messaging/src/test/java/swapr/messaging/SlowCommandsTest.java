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

/** Slow commands continue without their worker, and the worker starts other commands meanwhile. */
class SlowCommandsTest {

    private static final String RETRYING = "select count(*) from dead_letters where status = 'RETRYING'";
    private static final String RESOLVED = "select count(*) from dead_letters where status = 'RESOLVED'";

    private static final Map<String, AtomicInteger> RUNS = new ConcurrentHashMap<>();
    private static final AtomicInteger RUNNING = new AtomicInteger();
    private static final AtomicInteger MAX_RUNNING = new AtomicInteger();
    private static volatile CountDownLatch release = new CountDownLatch(0);
    /** The suffix of the commands of the current test. A new worker also gets the commands of earlier tests. */
    private static volatile String name = "";

    static class SlowWorker {
        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) throws InterruptedException {
            if (!command.what().endsWith(name)) {
                return;
            }
            int run = RUNS.computeIfAbsent(command.what(), key -> new AtomicInteger())
                    .incrementAndGet();
            MAX_RUNNING.accumulateAndGet(RUNNING.incrementAndGet(), Math::max);
            try {
                if (command.what().startsWith("slow") || (command.what().startsWith("fails slowly") && run == 2)) {
                    release.await(60, TimeUnit.SECONDS);
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
        release = new CountDownLatch(1);
        MAX_RUNNING.set(0);
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
                SlowWorker.class);
        command("the first");
        until(() -> runs("the first") == 1); // the share group exists now
    }

    @AfterEach
    void stop() {
        release.countDown();
        node.close();
    }

    private void command(String what) {
        node.append("do:" + UUID.randomUUID(), 0, new TestService.Do(what + " " + name));
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
    void slowCommandsDoNotDelayOthers() {
        for (var i = 0; i < 20; i++) {
            command("slow " + i);
        }
        command("quick");

        until(() -> runs("quick") == 1);
        until(() -> node.count(RETRYING) == 20);
        release.countDown();

        until(() -> node.count(RESOLVED) == 20);
        for (var i = 0; i < 20; i++) {
            assertThat(runs("slow " + i)).as("runs of slow command %d", i).isEqualTo(1);
        }
        assertThat(node.count("select count(*) from processed_events where outcome <> 'applied'"))
                .isZero();
        assertThat(node.count("select count(*) from dead_letters where attempts > 0"))
                .as("failed commands")
                .isZero();
    }

    @Test
    void noMoreCommandsThanTheLimitRunConcurrently() {
        for (var i = 0; i < 60; i++) {
            command("slow " + i);
        }

        until(() -> RUNNING.get() > 35); // the free rest is smaller than a batch
        release.countDown();

        for (var i = 0; i < 60; i++) {
            String slow = "slow " + i;
            until(() -> runs(slow) == 1);
        }
        assertThat(MAX_RUNNING.get()).isLessThanOrEqualTo(40);
    }

    @Test
    void aSlowCommandThatFailsIsTriedAgain() {
        command("slow and fails");
        until(() -> node.count(RETRYING) == 1);

        release.countDown();

        until(() -> node.count(RESOLVED) == 1);
        assertThat(runs("slow and fails")).isEqualTo(2);
        assertThat(node.count("select attempts from dead_letters")).isEqualTo(1);
    }

    @Test
    void aSlowRetryDoesNotDelayOtherDueCommands() {
        command("fails slowly");
        until(() -> runs("fails slowly") == 2);
        for (var i = 0; i < 60; i++) {
            command("fails " + i);
        }

        until(() -> node.count(RESOLVED) == 60);
        assertThat(node.count(RETRYING)).as("the slow command").isEqualTo(1);
    }

    @Test
    void aCommandIsStartedAgainAfterItsLease() {
        command("slow");
        until(() -> node.count(RETRYING) == 1);
        assertThat(node.count("select count(*) from dead_letters where next_attempt_at > now() + interval '10 s'"))
                .as("reserved for the lease")
                .isEqualTo(1);

        node.jdbc().update("update dead_letters set next_attempt_at = now()"); // as if its process had ended long ago

        until(() -> runs("slow") == 2);
        release.countDown();
        until(() -> node.count(RESOLVED) == 1);
    }
}
