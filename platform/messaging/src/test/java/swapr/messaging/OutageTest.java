package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.local.TcpProxy;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

/** An outage of the database or the broker causes no dead letters and loses nothing. */
class OutageTest {

    private static final String TOPIC = "outage-events";

    static class WhenNoted {
        private final JdbcTemplate jdbc;

        WhenNoted(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Noted", topic = TOPIC)
        void on(Noted event) {
            jdbc.update("insert into noted values (?)", event.n());
        }

        record Noted(int n) {}
    }

    @Test
    void tenSecondsWithoutTheDatabaseCauseNoDeadLetters() {
        Infrastructure.Database database = TestService.database();
        try (TcpProxy proxy = TcpProxy.to(Infrastructure.shared().databasePort());
                Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.createTopic(TOPIC, 6);
            var throughProxy =
                    new Infrastructure.Database(database.urlThrough(proxy), database.username(), database.password());
            try (TestService node = TestService.start(
                    "outage-" + UUID.randomUUID(), throughProxy, List.of(), WhenNoted.class, DoCommands.class)) {
                node.jdbc().execute("create table noted (n int); create table done (what text)");
                for (int i = 0; i < 50; i++) {
                    kafka.publish(TOPIC, TestEvent.of("Noted", "noted:" + i).with("n", i));
                }
                await().atMost(Duration.ofSeconds(30)).until(() -> node.count("select count(*) from noted") == 50);

                proxy.cut();
                String command = UUID.randomUUID().toString();
                kafka.publish(
                        "test-commands", TestEvent.of("Do", "do:" + command).with("what", command));
                for (int i = 50; i < 100; i++) {
                    kafka.publish(TOPIC, TestEvent.of("Noted", "noted:" + i).with("n", i));
                }
                await().pollDelay(Duration.ofSeconds(10))
                        .atMost(Duration.ofSeconds(15))
                        .until(() -> true);
                proxy.restore();

                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> node.count("select count(*) from noted") == 100);
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(() -> node.count("select count(*) from done where what = ?", command) == 1);
                assertThat(node.count("select count(distinct n) from noted")).isEqualTo(100);
                assertThat(node.count("select count(*) from dead_letters where status in ('PARKED', 'WAITING')"))
                        .isZero();
            }
        }
    }

    @Test
    void writesContinueWithoutTheBrokerAndAreSentLater() {
        Infrastructure infrastructure = Infrastructure.shared();
        try (TestService node = TestService.start(
                        "writes-" + UUID.randomUUID(),
                        TestService.database(),
                        List.of("--swapr.messaging.outbox.ack-timeout=1s"));
                Kafka kafka = new Kafka(infrastructure.bootstrapServers())) {
            String aggregate = "delayed:" + UUID.randomUUID();
            node.append(aggregate, 0, new TestService.Said("1"));
            await().atMost(Duration.ofSeconds(20)).until(() -> node.count("select count(*) from outbox") == 0);
            infrastructure.stallBroker();
            try {
                for (int i = 1; i < 20; i++) {
                    node.append(aggregate, i, new TestService.Said(Integer.toString(i + 1)));
                }
                await().pollDelay(Duration.ofSeconds(4))
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> node.count("select count(*) from outbox") == 19);
            } finally {
                infrastructure.resumeBroker();
            }

            await().atMost(Duration.ofSeconds(60)).until(() -> node.count("select count(*) from outbox") == 0);
            assertThat(kafka.read("test-events").stream()
                            .filter(record -> aggregate.equals(record.key()))
                            .map(record ->
                                    record.json().get("aggregate_version").intValue())
                            .distinct())
                    .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20);
        }
    }
}
