package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;

/** Commands: at least once, outside a transaction, with patience. */
class WorkQueueTest {

    /** Commands of this worker's own log, by outcome. */
    private static final String APPLIED =
            "select count(*) from processed_events join event_log using (event_id) where outcome = 'applied'";

    private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();
    private static volatile boolean cured;
    private static volatile boolean sawTransaction;
    /** Ends the commands of the running test: a new worker also meets those of the tests before it. */
    private static volatile String name = "";

    static class DoWork {
        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) {
            if (!command.what().endsWith(name)) {
                return;
            }
            sawTransaction |= TransactionSynchronizationManager.isActualTransactionActive();
            int attempt = ATTEMPTS.computeIfAbsent(command.what(), key -> new AtomicInteger())
                    .incrementAndGet();
            if (command.what().startsWith("third time") && attempt < 3) {
                throw new IllegalStateException("not yet");
            }
            if (command.what().startsWith("never") && !cured) {
                throw new IllegalStateException("not ever");
            }
        }
    }

    private TestService node;
    private String service = "";

    @BeforeEach
    void start() {
        cured = false;
        name = UUID.randomUUID().toString();
        service = "worker-" + name;
        node = TestService.start(
                service,
                TestService.database(),
                List.of(
                        "--swapr.messaging.work.pause=20ms",
                        "--swapr.messaging.work.max-pause=100ms",
                        "--swapr.messaging.work.attempts=4"),
                DoWork.class);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private void command(String what) {
        node.say("do:" + UUID.randomUUID(), 0, new TestService.Do(what));
    }

    private int attempts(String what) {
        return ATTEMPTS.getOrDefault(what, new AtomicInteger()).get();
    }

    @Test
    void aCommandIsHandledOutsideAnyTransaction() {
        command("simple " + name);

        await().atMost(Duration.ofSeconds(30)).until(() -> attempts("simple " + name) == 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> node.count(APPLIED) == 1);
        assertThat(sawTransaction).isFalse();
    }

    @Test
    void aFailingCommandIsTriedAgainWithPausesUntilItWorks() {
        command("third time lucky " + name);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'RESOLVED'") == 1);
        assertThat(attempts("third time lucky " + name)).isEqualTo(3);
        assertThat(node.count("select count(*) from dead_letter_outbox"))
                .as("no dead letter waits for the relay")
                .isZero();
        try (var kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            assertThat(kafka.read("test-commands." + service + ".dlq"))
                    .as("nor did the relay send one")
                    .isEmpty();
        }
    }

    @Test
    void aCommandThatNeverWorksIsParkedAfterItsLastAttemptAndCanBeRedriven() {
        command("never " + name);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
        assertThat(attempts("never " + name)).isEqualTo(4);

        cured = true;
        assertThat(node.deadLetters().redrive("all").getStatus()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'RESOLVED'") == 1);
        assertThat(node.count(APPLIED)).isEqualTo(1);
    }
}
