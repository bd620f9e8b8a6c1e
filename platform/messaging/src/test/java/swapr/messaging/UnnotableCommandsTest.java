package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import swapr.testing.Infrastructure;

/** The database refuses to store the results of some commands. These commands do not stop others. */
class UnnotableCommandsTest {

    /** More than the number of workers, so that each worker gets one. */
    private static final int BAD = 5;

    /** The suffix of the commands of the current test. A new worker also gets the commands of earlier tests. */
    private static volatile String name = "";

    static class InsertCommand {
        private final JdbcTemplate jdbc;

        InsertCommand(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @WorkQueue(value = "Do", topic = "test-commands")
        void handle(TestService.Do command) throws InterruptedException {
            if (command.what().endsWith(name)) {
                jdbc.update("insert into done values (?)", command.what());
            }
        }
    }

    private Infrastructure.Database database;
    private TestService node;

    @BeforeEach
    void start() {
        name = UUID.randomUUID().toString();
        database = TestService.database();
        node = TestService.start("unnotable-" + name, database, List.of(), InsertCommand.class);
        node.jdbc().execute("create table done (what text)");
        node.jdbc().execute("""
                create function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'no room for this one'; end $$""");
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private JdbcTemplate asOwner() {
        return new JdbcTemplate(
                new DriverManagerDataSource(database.url(), database.username() + "_owner", database.password()));
    }

    /** Creates a trigger that refuses the matching rows. Only the owner of the tables may do that. */
    private void refuseRows(String table, String row) {
        asOwner()
                .execute("create trigger refusing before insert on %s for each row when (%s) execute function refuse()"
                        .formatted(table, row));
    }

    private void command(String what, String correlation) {
        new EventContext(correlation, null, "service:test")
                .run(() -> node.append("do:" + UUID.randomUUID(), 0, new TestService.Do(what + " " + name)));
    }

    private void commands() {
        for (var i = 0; i < BAD; i++) {
            command("bad " + i, "bad-" + name);
        }
        for (var i = 0; i < 100; i++) {
            command("good " + i, "good");
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    private void awaitGoodCommands() {
        until(() -> node.count("select count(*) from done where what like 'good %'") == 100);
        until(() -> node.get(MeterRegistry.class)
                        .get("swapr.work.held.seconds")
                        .gauge()
                        .value()
                == 0);
    }

    @Test
    void aCommandWithoutAStoredResultIsADeadLetter() {
        refuseRows("processed_events", "new.correlation_id = 'bad-%s'".formatted(name));

        commands();

        awaitGoodCommands();
        until(() -> node.count("select count(*) from dead_letters where status = 'PARKED' and message like '%no room%'")
                == BAD);
        asOwner().execute("drop trigger refusing on processed_events");
        assertThat(node.deadLetters().redrive("all").getStatus()).isEqualTo(202);
        until(() -> node.count("select count(*) from dead_letters where status = 'RESOLVED'") == BAD);
    }

    @Test
    void aCommandThatCannotBeParkedIsRejected() {
        refuseRows("processed_events", "new.correlation_id = 'bad-%s'".formatted(name));
        refuseRows("dead_letters", "true");

        commands();

        awaitGoodCommands();
        assertThat(node.count("select count(*) from done where what like 'bad %'"))
                .as("each bad command ran once; only its result was not stored")
                .isEqualTo(BAD);
    }
}
