package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The room reads records, choreographies, metrics and settings that others have written. */
class ReadingTest {

    private final Choreography choreography = new Choreography();

    @BeforeEach
    void twoServices() throws IOException {
        choreography.add(Json.MAPPER.readTree("""
                {"service": "purchase-service", "publishes": [{"topic": "purchase-events", "type": "OrderPlaced"}],
                 "reads": [{"consumer": "purchase-service.payment-requests", "topic": "payment-requests",
                            "type": "ChargePayment", "queue": true}]}"""));
        choreography.add(Json.MAPPER.readTree("""
                {"service": "listing-service", "publishes": [{"topic": "listing-events", "type": "ListingSold"}],
                 "reads": [{"consumer": "listing-service", "topic": "purchase-events", "type": "OrderPlaced"},
                           {"consumer": "listing-search", "topic": "listing-events", "type": "ListingSold"}]}"""));
    }

    @Test
    void theFieldsBeforeThePayloadAreRead() {
        var read = record("""
                {"event_id": "e1", "event_type": "OrderPlaced", "schema_version": 2, "aggregate_id": "order:1",
                 "parallel_versions": {"fact_id": "f", "versions": [1, 2]}, "correlation_id": "c",
                 "timestamp": "2026-11-26T10:00:00Z", "payload": {"event_type": "Wrong"}}""");

        assertThat(read.eventId()).isEqualTo("e1");
        assertThat(read.type()).isEqualTo("OrderPlaced");
        assertThat(read.version()).isEqualTo(2);
        assertThat(read.correlationId()).isEqualTo("c");
        assertThat(read.causationId()).isNull();
        assertThat(read.publisher()).isEqualTo("purchase-service");
        assertThat(read.readers()).containsExactly("listing-service");
    }

    @Test
    void aReaderHasItsVersions() throws IOException {
        choreography.add(Json.MAPPER.readTree("""
                {"service": "analytics-service", "publishes": [], "reads": [{"consumer": "analytics-service",
                 "topic": "listing-events", "type": "PriceReduced", "versions": [1, 2], "queue": false}]}"""));

        assertThat(choreography.reads("listing-events", "PriceReduced"))
                .containsExactly(new Choreography.Reads(
                        "analytics-service",
                        "analytics-service",
                        "listing-events",
                        "PriceReduced",
                        java.util.Set.of(1, 2),
                        false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "null", "{\"event_type\": 7", "\u0000", "{\"payload\": {}}"})
    void aMalformedRecordIsShownAsUnreadable(String value) {
        assertThat(record(value).type()).isEqualTo("unreadable");
        assertThat(record(null).type()).isEqualTo("unreadable");
    }

    @Test
    void aLongTextIsCut() {
        assertThat(record("{\"event_type\": \"%s\"}".formatted("x".repeat(1_000)))
                        .type())
                .hasSize(200);
    }

    @Test
    void aTopicHasItsPublisherAndADeadLetterTopicTheServiceOfItsConsumer() {
        assertThat(choreography.publisher("listing-events")).isEqualTo("listing-service");
        assertThat(choreography.publisher("unknown")).isNull();
        assertThat(choreography.publisher("listing-events.listing-search.dlq")).isEqualTo("listing-service");
        assertThat(choreography.publisher("payment-requests.purchase-service.dlq"))
                .isEqualTo("purchase-service");
        assertThat(choreography.isQueue("payment-requests")).isTrue();
        assertThat(choreography.isQueue("purchase-events")).isFalse();
    }

    @Test
    void aRecordIsReadByAGroupWhenItsCommittedOffsetIsBeyondIt() {
        var pending = new PendingReads();
        pending.add(record("{\"event_type\": \"OrderPlaced\"}"));
        var partition = new TopicPartition("purchase-events", 3);

        assertThat(pending.read(Map.of("listing-service", Map.of(partition, 7L))))
                .isEmpty();
        assertThat(pending.read(Map.of("another", Map.of(partition, 9L)))).isEmpty();
        assertThat(pending.read(Map.of("listing-service", Map.of(partition, 8L))))
                .containsExactly(new PendingReads.Read("purchase-events", 3, 7, "listing-service"));
        assertThat(pending.isEmpty()).isTrue();
    }

    @Test
    void aCommandIsFinishedWhenItsServiceDoesNotListItAnymore() {
        var pending = new PendingReads();
        pending.add(KafkaRecord.of(command("c1"), choreography));
        pending.add(KafkaRecord.of(command("c2"), choreography));
        var finished = new ArrayList<PendingReads.Read>();
        var queues = new WorkQueues(pending, finished::addAll);
        var known = queues.known(choreography.queues("purchase-service"));
        pending.add(KafkaRecord.of(command("c3"), choreography));

        queues.update(known, Json.MAPPER.readTree("""
                [{"consumer": "purchase-service.payment-requests", "topic": "payment-requests", "open": ["c2"]}]"""));

        assertThat(finished)
                .as("c1: c2 is open, and c3 was not known before the request")
                .containsExactly(new PendingReads.Read("payment-requests", 0, 1, "purchase-service.payment-requests"));
        assertThat(queues.lags()).extracting(Lag::lag).containsExactly(1L);
    }

    private static ConsumerRecord<String, byte[]> command(String id) {
        var value = "{\"event_id\": \"%s\", \"event_type\": \"ChargePayment\"}".formatted(id);
        return new ConsumerRecord<>("payment-requests", 0, 1, "payment:1", value.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theStateOfABreakerIsTheGaugeThatIsOne() {
        var exposition = """
                resilience4j_circuitbreaker_state{name="bank",state="closed"} 0.0
                resilience4j_circuitbreaker_state{name="bank",state="half_open"} 1.0
                """;

        assertThat(Probes.breaker(exposition)).isEqualTo("half open");
        assertThat(Probes.breaker("swapr_outbox_pending 1.0")).isNull();
    }

    @Test
    void aGaugeIsTheSumOfItsLabels() {
        var gauges = Probes.gauges("""
                # HELP swapr_dead_letters_open Events
                swapr_dead_letters_open{topic="a"} 2.0
                swapr_dead_letters_open{topic="b"} 1.0
                swapr_outbox_pending 3.0
                """);

        assertThat(gauges).isEqualTo(Map.of("swapr_dead_letters_open", 3L, "swapr_outbox_pending", 3L));
    }

    @Test
    void theSettingsNameAWrongVariable() {
        var settings = Settings.of(Map.of(
                "SWAPR_ROOM_PROCESSES", "purchase-2=http://127.0.0.1:1/actuator/health,kafka=tcp://127.0.0.1:2",
                "SWAPR_SEED_PASSWORD_OLGA", "secret"));

        assertThat(settings.processes()).extracting(Settings.Target::isService).isEqualTo(List.of(true, false));
        assertThat(settings.processes().getFirst().service()).isEqualTo("purchase-service");
        assertThat(settings.processes().getFirst().actuator("outbox"))
                .hasToString("http://127.0.0.1:1/actuator/outbox");
        assertThat(settings).asString().doesNotContain("secret");
        assertThatThrownBy(() -> Settings.of(Map.of("SWAPR_ROOM_PORT", "x"))).hasMessageContaining("SWAPR_ROOM_PORT");
        assertThatThrownBy(() -> Settings.of(Map.of("SWAPR_ROOM_PROCESSES", "x")))
                .hasMessageContaining("SWAPR_ROOM_PROCESSES");
    }

    private KafkaRecord record(@Nullable String value) {
        var bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return KafkaRecord.of(new ConsumerRecord<>("purchase-events", 3, 7, "order:1", bytes), choreography);
    }
}
