package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import swapr.testing.Infrastructure;

/** Operators see the events that are not on Kafka yet, and the commands that have no result yet. */
class WaitingMessagesTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final CountDownLatch MAY_END = new CountDownLatch(1);
    /** The command of this test. A new worker also gets the commands of other tests. */
    private static final String SLOW = "slow " + UUID.randomUUID();

    static class SlowWorker {
        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) throws InterruptedException {
            if (command.what().equals(SLOW)) {
                MAY_END.await();
            }
        }
    }

    @Test
    void whileTheBrokerIsStalledTheOutboxListsItsEventsInOrder() {
        var infrastructure = Infrastructure.shared();
        try (TestService service = TestService.start()) {
            var endpoint = new OutboxEndpoint(service.jdbc());
            infrastructure.stallBroker();
            try {
                service.append("said:1", 0, new TestService.Said("one"), new TestService.Said("two"));

                assertThat(endpoint.outbox().pending()).isEqualTo(2);
                assertThat(ids(endpoint.outbox()))
                        .hasSize(2)
                        .isEqualTo(service.jdbc()
                                .queryForList("select event_id from event_log order by position", String.class));
            } finally {
                infrastructure.resumeBroker();
            }
            await().atMost(SOON).until(() -> endpoint.outbox().pending() == 0);
            assertThat(ids(endpoint.outbox())).isEmpty();
        }
    }

    @Test
    void aCommandIsOpenUntilItHasAResult() {
        try (TestService service = TestService.start(SlowWorker.class)) {
            var endpoint = new WorkQueuesEndpoint(service.get(SubscriptionRegistry.class), service.jdbc());
            service.append("do:1", 0, new TestService.Do(SLOW));
            String id = String.valueOf(service.jdbc().queryForObject("select event_id from event_log", String.class));

            var queue = endpoint.queues().getFirst();
            assertThat(queue.consumer()).isEqualTo(service.name() + ".test-commands");
            assertThat(queue.topic()).isEqualTo("test-commands");
            assertThat(queue.open()).containsExactly(id);
            String stored = "select count(*) from dead_letters where status = 'RETRYING' and event_id = '" + id + "'";
            await().atMost(SOON).until(() -> service.count(stored) == 1);
            assertThat(endpoint.queues().getFirst().open())
                    .as("the worker has handed the command over to the database")
                    .contains(id);
            MAY_END.countDown();
            await().atMost(SOON)
                    .until(() -> !endpoint.queues().getFirst().open().contains(id));
        }
    }

    private static List<String> ids(OutboxEndpoint.Waiting outbox) {
        return outbox.events().stream()
                .map(event -> String.valueOf(event.get("event_id")))
                .toList();
    }
}
