package swapr.local;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "topic",
        description =
                "Print a topic's new records, or existing ones with --from-beginning. Without a name, list all topics.")
final class Topic implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "such as listing-events")
    @Nullable
    String name;

    @Option(names = "--from-beginning", description = "Print the existing records, oldest first, and end.")
    boolean fromBeginning;

    @Option(
            names = {"-f", "--follow"},
            description = "With --from-beginning: continue with new records until Ctrl-C.")
    boolean follow;

    @Option(names = "--max", paramLabel = "N", description = "Stop after N records.")
    int max = Integer.MAX_VALUE;

    @Option(names = "--values", description = "Print only the values, one JSON object per line.")
    boolean values;

    @Override
    public Integer call() {
        var port = new State(Layout.here().state()).ports().kafka();
        if (!Ports.inUse(port)) {
            System.err.println("swapr: Kafka is not running. Start it with ./swapr up");
            return 1;
        }
        try (var consumer = TopicWatcher.consumer("127.0.0.1:" + port)) {
            var topics = consumer.listTopics(Duration.ofSeconds(10));
            if (name == null || !topics.containsKey(name)) {
                topics.keySet().stream()
                        .sorted()
                        .filter(topic -> !topic.startsWith("__"))
                        .forEach(System.out::println);
                return name == null ? 0 : 2;
            }
            print(consumer, partitions(topics.get(name).size(), name));
            return 0;
        }
    }

    private static List<TopicPartition> partitions(int count, String topic) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private void print(KafkaConsumer<String, String> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        var endless = follow || !fromBeginning;
        var ends = consumer.endOffsets(partitions);
        for (var left = max; left > 0; ) {
            for (var event : inOrderOfTime(consumer.poll(Duration.ofMillis(200)))) {
                if (left-- > 0) {
                    print(event);
                }
            }
            if (!endless && partitions.stream().allMatch(p -> consumer.position(p) >= ends.getOrDefault(p, 0L))) {
                return;
            }
        }
    }

    /** Sorts by the broker's timestamps. Records of one key keep their order. */
    private static List<ConsumerRecord<String, String>> inOrderOfTime(ConsumerRecords<String, String> polled) {
        return StreamSupport.stream(polled.spliterator(), false)
                .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
                .toList();
    }

    private void print(ConsumerRecord<String, String> event) {
        if (!values) {
            System.out.printf(
                    "%s-%d@%d %s%n  ", event.topic(), event.partition(), event.offset(), visible(event.key()));
        }
        System.out.println(visible(event.value()));
    }

    /** A record may contain any bytes. Control characters would change the terminal, and grep would refuse them. */
    static String visible(@Nullable String text) {
        return String.valueOf(text).replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}]", "\uFFFD");
    }
}
