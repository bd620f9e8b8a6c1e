package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A flood of commands that cannot be read leaves database connections for all other work. */
class CommandFloodTest {

    private static final int COMMANDS = 1_000;

    static class Reader {
        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) {
            throw new IllegalStateException("no command of this test is readable");
        }
    }

    @Test
    @SuppressWarnings("NullAway") // a command without its field is the point
    void unreadableCommandsAreParkedOnceAndCauseNoPause() {
        try (var service =
                TestService.start("flood-" + UUID.randomUUID(), TestService.database(), List.of(), Reader.class)) {
            service.inTransaction(() -> {
                for (int i = 0; i < COMMANDS; i++) {
                    service.log().append("do:" + UUID.randomUUID(), 0, new TestService.Do(null));
                }
            });

            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> service.count("select count(*) from dead_letters where status = 'PARKED'")
                            == COMMANDS); // each poll needs a connection, and fails after a second without one

            assertThat(service.count("select count(*) from dead_letters where attempts <> 1"))
                    .isZero();
            assertThat(service.get(MeterRegistry.class)
                            .find("swapr.pauses")
                            .tag("part", "work-queue")
                            .counter())
                    .as("the counter of pauses, which begins with the first pause")
                    .isNull();
        }
    }
}
