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

/** A worker handles commands at least once, outside a transaction, and retries them with pauses. */
class WorkQueueTest {

    /** Counts the applied commands that this service has published. */
    private static final String APPLIED =
            "select count(*) from processed_events join event_log using (event_id) where outcome = 'applied'";

    private static final Map<String, AtomicInteger> ATTEMPTS = new ConcurrentHashMap<>();
    private static volatile boolean fixed;
    private static volatile boolean sawTransaction;
    /** The suffix of the commands of the current test. A new worker also gets the commands of earlier tests. */
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
            if (command.what().startsWith("never") && !fixed) {
                throw new IllegalStateException("not ever");
            }
        }
    }

    private TestService node;
    private String service = "";

    @BeforeEach
    void start() {
        fixed = false;
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
        node.append("do:" + UUID.randomUUID(), 0, new TestService.Do(what));
    }

    private int attempts(String what) {
        return ATTEMPTS.getOrDefault(what, new AtomicInteger()).get();
    }

    @Test
    void aCommandIsHandledOutsideATransaction() {
        command("simple " + name);

        await().atMost(Duration.ofSeconds(30)).until(() -> attempts("simple " + name) == 1);
        await().atMost(Duration.ofSeconds(10)).until(() -> node.count(APPLIED) == 1);
        assertThat(sawTransaction).isFalse();
    }

    @Test
    void aFailingCommandIsTriedAgainUntilItSucceeds() {
        command("third time lucky " + name);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'RESOLVED'") == 1);
        assertThat(attempts("third time lucky " + name)).isEqualTo(3);
        assertThat(node.count("select count(*) from dead_letter_outbox"))
                .as("dead letters that wait for the relay")
                .isZero();
        try (var kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            assertThat(kafka.read("test-commands." + service + ".dlq"))
                    .as("dead letters that the relay has sent")
                    .isEmpty();
        }
    }

    @Test
    void aCommandIsParkedAfterItsLastAttemptAndCanBeRedriven() {
        command("never " + name);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'PARKED'") == 1);
        assertThat(attempts("never " + name)).isEqualTo(4);

        fixed = true;
        assertThat(node.deadLetters().redrive("all").getStatus()).isEqualTo(202);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> node.count("select count(*) from dead_letters where status = 'RESOLVED'") == 1);
        assertThat(node.count(APPLIED)).isEqualTo(1);
    }
}
