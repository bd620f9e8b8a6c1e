package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The result that a command's handler returns is stored once, in the transaction that notes the command. */
class ResultsOfCommandsTest {

    private static final AtomicInteger conflicts = new AtomicInteger();
    private static final AtomicInteger calls = new AtomicInteger();
    private static volatile boolean sawTransactionInCall;

    static class SayResult {
        private final EventLog log;

        SayResult(EventLog log) {
            this.log = log;
        }

        @WorkQueue(value = "Do", topic = "test-commands")
        Runnable handle(TestService.Do command) {
            calls.incrementAndGet();
            sawTransactionInCall |= TransactionSynchronizationManager.isActualTransactionActive();
            return () -> {
                log.append("said:" + command.what(), 0, new TestService.Said(command.what()));
                if (conflicts.getAndDecrement() > 0) {
                    throw new OptimisticLockingFailureException("another transaction was faster");
                }
            };
        }
    }

    static class ReturnsNothingUseful {
        @WorkQueue(value = "Do", topic = "test-commands")
        String handle(TestService.Do command) {
            return command.what();
        }
    }

    @BeforeEach
    void reset() {
        conflicts.set(0);
        calls.set(0);
        sawTransactionInCall = false;
    }

    @Test
    void theResultIsCausedByTheCommand() {
        try (TestService node = start()) {
            String what = UUID.randomUUID().toString();
            node.append("do:" + what, 0, new TestService.Do(what));

            awaitResult(node, what);
            Envelope<Object> command = node.log().read("do:" + what).getFirst();
            Envelope<Object> said = node.log().read("said:" + what).getFirst();
            assertThat(said.causationId()).isEqualTo(command.eventId().toString());
            assertThat(said.correlationId()).isEqualTo(command.correlationId());
            assertThat(sawTransactionInCall).isFalse();
            assertThat(node.count(
                            "select count(*) from event_log e join processed_events p on p.xmin = e.xmin"
                                    + " where e.aggregate_id = ? and p.event_id = ?",
                            "said:" + what,
                            command.eventId()))
                    .as("rows of the inbox from the transaction of the result")
                    .isEqualTo(1);
        }
    }

    @Test
    void aResultThatCannotBeStoredNowIsStoredOnceLater() {
        conflicts.set(2);
        try (TestService node = start()) {
            String what = UUID.randomUUID().toString();
            node.append("do:" + what, 0, new TestService.Do(what));

            awaitResult(node, what);
            assertThat(calls.get()).as("calls of the handler").isEqualTo(3);
            assertThat(node.count("select count(*) from dead_letters where status = 'RESOLVED'"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aHandlerThatReturnsAValueIsRefusedAtTheStart() {
        assertThatThrownBy(() -> TestService.start(ReturnsNothingUseful.class).close())
                .extracting(NestedExceptionUtils::getMostSpecificCause)
                .extracting(Throwable::getMessage)
                .asString()
                .contains("must return nothing, or a Runnable");
    }

    private static TestService start() {
        return TestService.start(
                "results-" + UUID.randomUUID(),
                TestService.database(),
                List.of("--swapr.messaging.work.pause=20ms", "--swapr.messaging.work.max-pause=100ms"),
                SayResult.class);
    }

    private static void awaitResult(TestService node, String what) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(node.log().read("said:" + what)).hasSize(1));
    }
}
