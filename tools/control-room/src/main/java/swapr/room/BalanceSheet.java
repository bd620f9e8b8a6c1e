package swapr.room;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import tools.jackson.databind.JsonNode;

/** The messages of all services until one moment, and the number that each consumer of a type has processed. */
final class BalanceSheet {

    /** A published version of a type. */
    record Version(int version, long published, long unsent) {}

    /**
     * A consumer of a type.
     *
     * @param onItsWay the facts without a row in the inbox of the consumer
     * @param foreign the rows in its inbox that no service has published, such as a record that a test has sent
     * @param known false if its service did not answer
     */
    record Reader(
            String consumer,
            String service,
            boolean queue,
            long applied,
            long parked,
            long discarded,
            long onItsWay,
            long foreign,
            boolean known) {}

    /** A type; {@code facts} counts parallel versions once. */
    record Row(String topic, String type, List<Version> versions, long facts, long unsent, List<Reader> readers) {}

    private record Key(String topic, String type) {}

    private final Choreography choreography;
    private final Set<String> answered = new HashSet<>();
    private final Map<Key, List<Version>> versions = new LinkedHashMap<>();
    private final Map<Key, Long> facts = new LinkedHashMap<>();
    /** By consumer and type: the number of each outcome. */
    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

    BalanceSheet(Choreography choreography) {
        this.choreography = choreography;
    }

    /** Adds the messages that a service has published. */
    void addPublished(JsonNode answer) {
        for (var one : answer.path("published")) {
            var key = new Key(
                    one.path("topic").asString(""), one.path("event_type").asString(""));
            versions.computeIfAbsent(key, any -> new ArrayList<>())
                    .add(new Version(
                            one.path("schema_version").asInt(),
                            one.path("published").asLong(),
                            one.path("unsent").asLong()));
            facts.merge(key, one.path("facts").asLong(), Long::sum);
        }
    }

    /** Adds the messages that the consumers of a service have processed. Each service is added once. */
    void addProcessed(String service, JsonNode answer) {
        answered.add(service);
        for (var one : answer.path("processed")) {
            var reader = reader(
                    one.path("consumer").asString(""), one.path("event_type").asString(""));
            outcomes.computeIfAbsent(reader, any -> new TreeMap<>())
                    .put(one.path("outcome").asString(""), one.path("facts").asLong());
        }
    }

    private static String reader(String consumer, String type) {
        return consumer + " " + type;
    }

    List<Row> rows() {
        var rows = new ArrayList<Row>();
        versions.forEach((key, published) -> {
            long total = facts.getOrDefault(key, 0L);
            var readers = choreography.reads(key.topic(), key.type()).stream()
                    .map(read -> reader(read, total))
                    .toList();
            long unsent = published.stream().mapToLong(Version::unsent).sum();
            rows.add(new Row(key.topic(), key.type(), List.copyOf(published), total, unsent, readers));
        });
        return rows;
    }

    private Reader reader(Choreography.Reads read, long total) {
        var counted = outcomes.getOrDefault(reader(read.group(), read.type()), Map.of());
        long applied = counted.getOrDefault("applied", 0L);
        long parked = counted.getOrDefault("parked", 0L);
        long discarded = counted.getOrDefault("discarded", 0L);
        long missing = total - applied - parked - discarded;
        boolean known = answered.contains(read.service());
        return new Reader(
                read.group(),
                read.service(),
                read.queue(),
                applied,
                parked,
                discarded,
                known ? Math.max(0, missing) : 0,
                Math.max(0, -missing),
                known);
    }

    /** The messages that are on their way, over all consumers. */
    static long onTheirWay(List<Row> rows) {
        return rows.stream()
                .flatMap(row -> row.readers().stream())
                .mapToLong(Reader::onItsWay)
                .sum();
    }

    /**
     * The messages that nothing explains: all of their type are on Kafka, their consumer has read the topic, and still
     * has no row for them.
     *
     * @param hasRead whether a group has read all records of a topic
     */
    static long missing(List<Row> rows, BiPredicate<String, String> hasRead) {
        long missing = 0;
        for (var row : rows) {
            for (var reader : row.readers()) {
                if (row.unsent() == 0 && reader.onItsWay() > 0 && hasRead.test(reader.consumer(), row.topic())) {
                    missing += reader.onItsWay();
                }
            }
        }
        return missing;
    }
}
