package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import swapr.testing.Infrastructure;

/** A flood of commands that cannot be read leaves database connections for all other work. */
class CommandFloodTest {

    private static final int COMMANDS = 300;
    private static final List<String> TEN_CONNECTIONS = List.of("--spring.datasource.hikari.maximum-pool-size=10");
    private static final String STORING =
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";

    /** A type of its own, because each new queue reads its topic from the beginning. */
    @EventType(value = "Flood", topic = "flood-commands")
    record Flood(@Nullable String what) {}

    static class Reader {
        record Complete(String what) {}

        @WorkQueue(value = "Flood", topic = "flood-commands")
        void handle(Complete command) {
            throw new IllegalStateException("no command of this test is readable");
        }
    }

    /** Makes each dead letter take 30 ms, as on a busy database. Only the owner of the table may do that. */
    private static void storeSlowly(Infrastructure.Database database) {
        var owner = new JdbcTemplate(
                new DriverManagerDataSource(database.url(), database.username() + "_owner", database.password()));
        owner.execute("""
                create function wait_a_moment() returns trigger language plpgsql as
                $$ begin perform pg_sleep(0.03); return new; end $$""");
        owner.execute(
                "create trigger slow before insert on dead_letters for each row execute function wait_a_moment()");
    }

    @Test
    void unreadableCommandsAreParkedOnceAndCauseNoPause() {
        var database = TestService.database();
        try (var service = TestService.start("flood-" + UUID.randomUUID(), database, TEN_CONNECTIONS, Reader.class)) {
            storeSlowly(database);
            service.inTransaction(() -> {
                for (int i = 0; i < COMMANDS; i++) {
                    service.log().append("flood:" + UUID.randomUUID(), 0, new Flood(null));
                }
            });

            var storing = new AtomicLong();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        storing.accumulateAndGet(service.count(STORING), Math::max);
                        return service.count("select count(*) from dead_letters where status = 'PARKED'") == COMMANDS;
                    });

            assertThat(storing.get())
                    .as("results that were stored at the same time")
                    .isBetween(1L, 3L);
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
