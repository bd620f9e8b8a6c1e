package swapr.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;
import swapr.testing.Infrastructure;

/** The metrics have the names that the alert rules use. Lag stays visible while the consumer is stopped. */
class MetricsTest {

    static class WhenSaid {
        @When(value = "Said", topic = "test-events")
        void on(Said event) {
            if (event.word().equals("poison")) {
                throw new IllegalStateException("no");
            }
        }

        record Said(String word) {}
    }

    @Test
    void theMetricsHaveTheirNamesAndValues() {
        Infrastructure.shared().clear();
        try (TestService publisher = TestService.start();
                TestService reader = TestService.start(
                        "metered-" + UUID.randomUUID(),
                        TestService.database(),
                        List.of("--swapr.messaging.retry.pause=1ms"),
                        WhenSaid.class)) {
            String group = reader.name();
            assertThat(reader.get(PrometheusMeterRegistry.class).scrape())
                    .contains("swapr_dead_letters_total{topic=\"test-events\"} 0.0");
            publisher.append("said:1", 0, new TestService.Said("hello"));
            publisher.append("said:2", 0, new TestService.Said("poison"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            value(reader, "swapr.dead.letters") == 1 && value(reader, "swapr.dead.letters.open") == 1);

            String scrape = reader.get(PrometheusMeterRegistry.class).scrape();
            assertThat(scrape)
                    .contains(
                            "swapr_outbox_pending",
                            "swapr_outbox_oldest_age_seconds",
                            "swapr_event_delay_seconds_count",
                            "swapr_dead_letters_open{",
                            "swapr_commands_retrying",
                            "swapr_dead_letters_unsent",
                            "swapr_relay_standby_seconds{outbox=\"outbox\"} 0.0",
                            "swapr_relay_standby_seconds{outbox=\"dead_letter_outbox\"} 0.0",
                            "swapr_topic_partitions_difference{expected=\"configured\",topic=\"test-events\"} 0.0",
                            """
                            swapr_topic_partitions_difference{expected="test-events",topic="test-events.%s.dlq"} 0.0\
                            """.formatted(group),
                            "swapr_events_overtaken_total{consumer=\"%s\"} 0.0".formatted(group),
                            "swapr_clock_ahead_seconds",
                            "swapr_database_open_distance",
                            "swapr_consumer_batch_events_count{",
                            "swapr_consumer_batch_events_sum{",
                            "swapr_dead_letters_total{")
                    .containsPattern("swapr_events_processed_total\\{.*outcome=\"applied\".*type=\"Said\".*} 1")
                    .containsPattern("swapr_events_processed_total\\{.*outcome=\"parked\".*type=\"Said\".*} 1");
            assertThat(publisher.get(PrometheusMeterRegistry.class).scrape())
                    .containsPattern("swapr_events_published_total\\{.*topic=\"test-events\".*} 2")
                    .containsPattern("swapr_relay_looks_total\\{.*outbox=\"outbox\".*} [1-9]")
                    .containsPattern("swapr_relay_round_records_sum\\{.*outbox=\"outbox\".*} 2");

            reader.get(ListenerContainers.class).stop();
            for (int i = 0; i < 7; i++) {
                publisher.append("said:later-" + i, 0, new TestService.Said("unread"));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> lag(publisher, group) == 7);
        }
    }

    /** No further record arrives that would make the consumer commit. */
    @Test
    void theOffsetsAreCommittedSoonAfterTheLastEvent() {
        Infrastructure.shared().clear();
        try (TestService service = TestService.start(
                        "committing-" + UUID.randomUUID(), TestService.database(), List.of(), WhenSaid.class);
                Admin admin = Admin.create(
                        Map.of("bootstrap.servers", Infrastructure.shared().bootstrapServers()))) {
            for (int n = 1; n <= 3; n++) {
                int events = n;
                service.append("said:1", n - 1, new TestService.Said("word"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> service.count("select count(*) from processed_events") == events);

                await().atMost(Duration.ofSeconds(2)).until(() -> committed(admin, service) == events);
            }
        }
    }

    private static long committed(Admin admin, TestService service) throws Exception {
        return admin.listConsumerGroupOffsets(service.name()).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(OffsetAndMetadata::offset)
                .sum();
    }

    private static double value(TestService node, String meter) {
        return node.get(MeterRegistry.class).find(meter).meters().stream()
                .mapToDouble(MetricsTest::value)
                .sum();
    }

    private static double lag(TestService node, String consumer) {
        return node.get(MeterRegistry.class).find("swapr.consumer.lag").tag("consumer", consumer).meters().stream()
                .mapToDouble(MetricsTest::value)
                .sum();
    }

    private static double value(Meter meter) {
        return meter.measure().iterator().next().getValue();
    }
}
