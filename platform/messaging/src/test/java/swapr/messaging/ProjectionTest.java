package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.TestEvent;

class ProjectionTest {

    private static final String TOPIC = "projected-events";

    static class WhenCounted {
        private final JdbcTemplate jdbc;

        WhenCounted(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @When(value = "Counted", topic = TOPIC, consumer = "counter")
        void on(Counted event) {
            jdbc.update(
                    "insert into counters values (?, 1) on conflict (name) do update set n = counters.n + 1",
                    event.name());
        }

        record Counted(String name) {}
    }

    @Test
    void aRebuiltProjectionEqualsTheLiveProjection() {
        try (Kafka kafka = new Kafka(Infrastructure.shared().bootstrapServers())) {
            kafka.createTopic(TOPIC, 6);
            try (TestService node = TestService.start(
                    "projector-" + UUID.randomUUID(),
                    TestService.database(),
                    List.of("--swapr.messaging.projections.counter=counters"),
                    WhenCounted.class)) {
                node.jdbc().execute("create table counters (name text primary key, n int not null)");
                TestEvent twice = TestEvent.of("Counted", "counted:twice").with("name", "a");
                kafka.publish(TOPIC, twice);
                kafka.publish(TOPIC, twice);
                for (int i = 0; i < 30; i++) {
                    kafka.publish(TOPIC, TestEvent.of("Counted", "counted:" + i).with("name", i % 2 == 0 ? "a" : "b"));
                }
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> counters(node).equals(Map.of("a", 16, "b", 15)));
                node.jdbc().update("update counters set n = 4711");

                var answer = projections(node).rebuild("counter");

                assertThat(answer.getBody()).containsEntry("applied", 31L);
                assertThat(counters(node)).isEqualTo(Map.of("a", 16, "b", 15));
                kafka.deliver(TOPIC, TestEvent.of("Counted", "counted:later").with("name", "a"))
                        .eventually(() -> assertThat(counters(node)).isEqualTo(Map.of("a", 17, "b", 15)));
                assertThat(projections(node).rebuild("nonsense").getStatus()).isEqualTo(404);
            }
        }
    }

    private static ProjectionsEndpoint projections(TestService node) {
        return new ProjectionsEndpoint(
                node.get(Projections.class),
                node.get(MessagingProperties.class),
                node.get(SubscriptionRegistry.class),
                node.jdbc());
    }

    private static Map<String, Integer> counters(TestService node) {
        return node.jdbc().query("select name, n from counters", row -> {
            Map<String, Integer> counters = new java.util.HashMap<>();
            while (row.next()) {
                counters.put(row.getString(1), row.getInt(2));
            }
            return counters;
        });
    }
}
