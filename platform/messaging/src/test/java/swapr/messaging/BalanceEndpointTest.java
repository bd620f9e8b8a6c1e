package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Published and processed messages are counted until a moment. */
class BalanceEndpointTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    static class Listener {
        @When(value = "Said", topic = "test-events")
        void on(TestService.Said said) {
            if (said.word().equals("bad")) {
                throw new IllegalArgumentException("a test wants it");
            }
        }
    }

    @Test
    void eachMessageCountsAtItsPublisherAndAtItsConsumer() throws InterruptedException {
        try (TestService service = TestService.start(Listener.class)) {
            service.append("said:1", 0, new TestService.Said("one"), new TestService.Said("two"));
            service.append("said:2", 0, new TestService.Said("bad"));
            await().atMost(SOON).until(() -> count(service) == 3);
            Instant moment = afterNow();
            service.append("said:3", 0, new TestService.Said("later"));
            await().atMost(SOON).until(() -> count(service) == 4);

            var balance = balance(service, moment.toString());

            assertThat(balance.published())
                    .singleElement()
                    .satisfies(said -> assertThat(said)
                            .containsEntry("event_type", "Said")
                            .containsEntry("published", 3L)
                            .containsEntry("facts", 3L)
                            .containsEntry("unsent", 0L));
            assertThat(balance.processed())
                    .extracting(row -> row.get("outcome") + " " + row.get("facts"))
                    .containsExactly("applied 2", "parked 1");
        }
    }

    @Test
    void aCountThatTakesTooLongIsIncomplete() {
        try (TestService service = TestService.start()) {
            service.inTransaction(() -> {
                service.jdbc().execute("lock table processed_events in access exclusive mode");

                // The endpoint has a connection of its own.
                var balance = CompletableFuture.supplyAsync(() -> balance(service, "2026-11-27T00:00:00Z"))
                        .join();

                assertThat(balance.complete()).isFalse();
            });
        }
    }

    @Test
    void theCutIsTheSmallestIdOfItsMillisecond() {
        UUID id = Ids.next();
        Instant time = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);

        assertThat(BalanceEndpoint.firstIdAt(time).toString()).isLessThanOrEqualTo(id.toString());
        assertThat(BalanceEndpoint.firstIdAt(time.plusMillis(1)).toString()).isGreaterThan(id.toString());
    }

    private static int count(TestService service) {
        return Objects.requireNonNull(
                service.jdbc().queryForObject("select count(*) from processed_events", Integer.class));
    }

    /** The next millisecond. All ids until now are before it, and all later ones are not. */
    private static Instant afterNow() {
        Instant next = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
        await().pollInterval(Duration.ofMillis(1)).until(() -> Instant.now().isAfter(next));
        return next;
    }

    private static BalanceEndpoint.Balance balance(TestService service, String until) {
        return Objects.requireNonNull(new BalanceEndpoint(service.get(DataSource.class))
                .balance(until)
                .getBody());
    }
}
