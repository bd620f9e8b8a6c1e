package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swapr.testing.Infrastructure;
import swapr.testing.Kafka;
import swapr.testing.ReceivedRecord;
import swapr.testing.TestEvent;
import tools.jackson.databind.JsonNode;

/** The stream has exactly the records that are stored while it is watched, and the groups that read them. */
class RoomOnKafkaTest {

    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final String GROUP = "purchase-service";

    private final Infrastructure infrastructure = Infrastructure.shared();
    private final Kafka kafka = new Kafka(infrastructure.bootstrapServers());
    private final Updates updates = new Updates();
    private boolean reading;
    private final List<JsonNode> records = new ArrayList<>();
    private final List<JsonNode> reads = new ArrayList<>();

    @BeforeEach
    void aTopicWithOldRecords() {
        infrastructure.clear();
        kafka.createTopic("listing-events", 6);
        kafka.publish("listing-events", TestEvent.of("OldNews", "listing:1"));
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void theStreamHasTheRecordsOnKafkaAndTheGroupsThatReadThem() throws IOException, InterruptedException {
        var choreography = new Choreography();
        choreography.add(Json.MAPPER.readTree("""
                {"service": "purchase-service", "publishes": [], "reads": [{"consumer": "purchase-service",
                 "topic": "listing-events", "type": "ListingReserved", "versions": [1], "queue": false}]}"""));
        choreography.add(Json.MAPPER.readTree("""
                {"service": "listing-service", "publishes": [{"topic": "listing-events", "type": "ListingReserved",
                 "version": 1}], "reads": []}"""));
        var operator = new Operator(settings().signIn(), "");
        new Collector(settings(), operator, updates, choreography).start();
        var viewer = updates.join(null).orElseThrow();
        waitUntil(viewer, () -> reading);

        var stored = kafka.publish("listing-events", TestEvent.of("ListingReserved", "listing:2"));
        var malformed = kafka.publish("listing-events", "key", new byte[] {'{', 0}, Map.of());
        kafka.createTopic("purchase-events", 6);
        var other = kafka.publish("purchase-events", TestEvent.of("OrderPlaced", "order:3"));
        waitUntil(viewer, () -> records.size() == 3);

        assertThat(records.stream().map(RoomOnKafkaTest::place).toList())
                .containsExactlyInAnyOrder(place(stored), place(malformed), place(other));
        assertThat(records.getFirst().path("type").asString()).isEqualTo("ListingReserved");
        assertThat(records.getFirst().path("event_id").asString())
                .isEqualTo(stored.json().path("event_id").asString());
        assertThat(records.getFirst().path("publisher").asString()).isEqualTo("listing-service");
        assertThat(records.getFirst().path("readers").get(0).asString()).isEqualTo(GROUP);
        assertThat(reads).as("the group has committed nothing yet").isEmpty();

        commitAfter(stored);
        waitUntil(viewer, () -> !reads.isEmpty());

        assertThat(place(reads.getFirst())).isEqualTo(place(stored));
        assertThat(reads.getFirst().path("group").asString()).isEqualTo(GROUP);
        assertThat(records).as("nothing else was stored").hasSize(3);
    }

    private Settings settings() {
        var nowhere = URI.create("http://127.0.0.1:9");
        var kafka = infrastructure.bootstrapServers();
        return new Settings(
                Site.LOCAL,
                "127.0.0.1",
                0,
                kafka,
                List.of(),
                nowhere,
                "",
                Path.of("unused"),
                true,
                "",
                Path.of("unused"));
    }

    private void commitAfter(ReceivedRecord read) {
        var settings = new Properties();
        settings.put("bootstrap.servers", infrastructure.bootstrapServers());
        settings.put("group.id", GROUP);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.commitSync(Map.of(
                    new TopicPartition(read.topic(), read.partition()), new OffsetAndMetadata(read.offset() + 1)));
        }
    }

    private void waitUntil(Viewer viewer, Callable<Boolean> condition) throws InterruptedException {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    for (var event = viewer.next(AT_ONCE); event != null; event = viewer.next(AT_ONCE)) {
                        take(event);
                    }
                    return condition.call();
                });
    }

    private void take(String event) {
        var data = Json.MAPPER.readTree(event.replaceAll("(?s).*\ndata: (.*)\n\n", "$1"));
        reading |= data.path("reading").asBoolean(false);
        data.path("records").forEach(records::add);
        data.path("reads").forEach(reads::add);
    }

    private static String place(JsonNode one) {
        return "%s %d @%d"
                .formatted(
                        one.path("topic").asString(),
                        one.path("partition").asInt(),
                        one.path("offset").asLong());
    }

    private static String place(ReceivedRecord one) {
        return "%s %d @%d".formatted(one.topic(), one.partition(), one.offset());
    }
}
