package swapr.workshop;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reads the same records of one topic as a queue, as a topic and as a stream, on the running broker. */
final class BrokerComparison {

    static final int RECORDS = 60;
    private static final int PARTITIONS = 3;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** @param received the number of records that each reader got */
    record Row(String kind, String readers, List<Integer> received) {}

    private final String servers;
    private final String topic = "lab-12-" + UUID.randomUUID();

    BrokerComparison(String servers) {
        this.servers = servers;
    }

    /** Prints both tables. The topic of the comparison is deleted at the end. */
    void print(PrintStream out) throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            var topics = List.of(new NewTopic(topic, PARTITIONS, (short) 1));
            admin.createTopics(topics).all().get();
            try {
                out.printf("%d records on one topic%n", RECORDS);
                read(admin).forEach(row -> out.printf("  %-7s %-36s %s%n", row.kind(), row.readers(), row.received()));
                out.printf("%n%d records, one each millisecond%n", BatchMeasurement.RECORDS);
                new BatchMeasurement(servers, topic).all().forEach(figures -> out.printf("  %s%n", figures));
            } finally {
                admin.deleteTopics(List.of(topic)).all().get();
            }
        }
    }

    private List<Row> read(Admin admin) throws ExecutionException, InterruptedException {
        send();
        return List.of(
                new Row("queue", "2 workers of one share group", asQueue(admin)),
                new Row("topic", "2 consumer groups", List.of(asGroup("a"), asGroup("b"))),
                new Row("stream", "1 reader, twice from the beginning", asStream()));
    }

    private void send() throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var i = 0; i < RECORDS; i++) {
                var key = ("listing:" + i).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, key)).get();
            }
        }
    }

    /** A share group begins at the end of a topic by default. */
    private List<Integer> asQueue(Admin admin) throws ExecutionException, InterruptedException {
        var group = topic + "-queue";
        var fromBeginning =
                new AlterConfigOp(new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), List.of(fromBeginning)))
                .all()
                .get();
        try (var one = worker(group);
                var other = worker(group)) {
            return received(List.of(one::poll, other::poll), RECORDS);
        }
    }

    private KafkaShareConsumer<byte[], byte[]> worker(String group) {
        var worker = new KafkaShareConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "group.id",
                        group,
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        5),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        worker.subscribe(List.of(topic));
        return worker;
    }

    private int asGroup(String name) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", servers, "group.id", topic + "-" + name, "auto.offset.reset", "earliest");
        try (var reader = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.subscribe(List.of(topic));
            return received(List.of(reader::poll), RECORDS).getFirst();
        }
    }

    /** A reader without a group chooses its own offsets. */
    private List<Integer> asStream() {
        var settings = Map.<String, Object>of("bootstrap.servers", servers);
        try (var reader = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            reader.assign(partitions);
            return Stream.of(1, 2)
                    .map(_ -> {
                        reader.seekToBeginning(partitions);
                        return received(List.of(reader::poll), RECORDS).getFirst();
                    })
                    .toList();
        }
    }

    /** Polls all readers in turn, until they have this number together. Returns the number of each. */
    private static List<Integer> received(
            List<Function<Duration, ConsumerRecords<byte[], byte[]>>> readers, int expected) {
        var counts = new int[readers.size()];
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (IntStream.of(counts).sum() < expected && System.nanoTime() < limit) {
            for (var i = 0; i < counts.length; i++) {
                counts[i] += readers.get(i).apply(POLL).count();
            }
        }
        return IntStream.of(counts).boxed().toList();
    }
}
