package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract is sufficient for a new consumer: programs without code of this project read all events. */
@ExtendWith(RunningMarketplace.class)
class JoiningTest {

    private static final List<String> EVENT_TOPICS =
            List.of("user-events", "listing-events", "purchase-events", "notification-events");
    private static final String BROKER = "127.0.0.1:" + (Swapr.BASE + 9);

    private static String order;
    private static String title;
    /** The end of each partition before this test, because other tests send invalid records. */
    private static Map<TopicPartition, Long> before = Map.of();

    @BeforeAll
    static void sellAListing() {
        try (var consumer = consumer()) {
            before = consumer.endOffsets(partitions(consumer));
        }
        title = "Joined " + UUID.randomUUID();
        var seller = Person.registers("Seller");
        var buyer = Person.registers("Buyer");
        order = buyer.orders(seller.lists(title, "70.00"), "tok_ok")
                .expecting(202)
                .text("id");
        buyer.waitsFor(order, "CONFIRMED");
    }

    @Test
    void aCloudEventsLibraryReadsEveryRecord() {
        var topics = new TreeSet<String>();
        for (ConsumerRecord<String, byte[]> record : recordsOfThisTest()) {
            CloudEvent event = KafkaMessageFactory.createReader(record).toEvent();
            JsonNode value = JsonMapper.shared().readTree(record.value());
            topics.add(record.topic());
            assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
            assertThat(event.getId()).isEqualTo(value.path("event_id").asString());
            assertThat(event.getType()).isEqualTo(value.path("event_type").asString());
            assertThat(event.getSubject())
                    .isEqualTo(record.key())
                    .isEqualTo(value.path("aggregate_id").asString());
            assertThat(event.getSource().toString())
                    .isEqualTo("/" + record.topic().replace("events", "service"));
            assertThat(event.getExtension("partitionkey")).isEqualTo(record.key());
            assertThat(event.getDataContentType()).isEqualTo("application/json");
            assertThat(event.getDataSchema())
                    .hasToString("urn:swapr:%s:%s:v%s"
                            .formatted(
                                    record.topic(),
                                    event.getType(),
                                    value.path("schema_version").asString()));
            assertThat(event.getTime())
                    .isCloseTo(OffsetDateTime.parse(value.path("timestamp").asString()), within(0, ChronoUnit.MICROS));
            assertThat(Objects.requireNonNull(event.getData()).toBytes()).isEqualTo(record.value());
        }
        assertThat(topics).containsExactlyInAnyOrderElementsOf(EVENT_TOPICS);
    }

    /** Skipped if npm is missing, or if it cannot download kafkajs. */
    @Test
    void aProgramInAnotherLanguagePrintsTheOrders() throws Exception {
        Path work = Files.createDirectories(Path.of("target/joining"));
        Path script = Path.of("../contracts/examples/orders.mjs").toAbsolutePath();
        Files.copy(script, work.resolve("orders.mjs"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assumeTrue(
                run(work, Map.of(), "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "kafkajs@2.2.4")
                        == 0,
                "npm is missing, or cannot download kafkajs");

        int code = run(work, Map.of("KAFKA", BROKER, "UNTIL", order), "node", "orders.mjs");

        String output = Files.readString(work.resolve("output.txt"));
        assertThat(code).as(output).isZero();
        assertThat(output).contains("%s  CONFIRMED  70.00 USD  %s".formatted(order, title));
    }

    private static int run(Path directory, Map<String, String> environment, String... command)
            throws InterruptedException {
        try {
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        }
    }

    private static KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", BROKER), new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        return EVENT_TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static List<ConsumerRecord<String, byte[]>> recordsOfThisTest() {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer);
            var end = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            before.forEach(consumer::seek);
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < end.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
            return records;
        }
    }
}
