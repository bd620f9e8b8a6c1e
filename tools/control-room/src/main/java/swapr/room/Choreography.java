package swapr.room;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The types that each service publishes and reads. Each service describes itself: {@code /actuator/choreography}. */
final class Choreography {

    /** One type that a consumer reads. */
    record Reads(String service, String group, String topic, String type, Set<Integer> versions, boolean queue) {}

    /** What one service says about itself. */
    private record Part(Set<String> publishes, List<Reads> reads) {}

    private final ConcurrentMap<String, Part> parts = new ConcurrentHashMap<>();

    boolean knows(String service) {
        return parts.containsKey(service);
    }

    /** Reads the part of a service from its answer. */
    void add(JsonNode answer) throws IOException {
        var service = answer.path("service").asString("");
        var publishes = new TreeSet<String>();
        answer.path("publishes")
                .forEach(type -> publishes.add(type.path("topic").asString("")));
        var reads = new ArrayList<Reads>();
        answer.path("reads")
                .forEach(read -> reads.add(new Reads(
                        service,
                        read.path("consumer").asString(""),
                        read.path("topic").asString(""),
                        read.path("type").asString(""),
                        read.path("versions").valueStream().map(JsonNode::asInt).collect(Collectors.toSet()),
                        read.path("queue").asBoolean(false))));
        if (service.isEmpty()) {
            throw new IOException("the answer has no service");
        }
        parts.put(service, new Part(publishes, reads));
    }

    /** The service that writes this topic. A dead-letter topic is written by the service of its consumer. */
    @Nullable
    String publisher(String topic) {
        if (topic.endsWith(".dlq")) {
            var consumer = topic.substring(topic.indexOf('.') + 1, topic.length() - 4);
            return groups().getOrDefault(consumer, parts.containsKey(consumer) ? consumer : null);
        }
        return parts.entrySet().stream()
                .filter(part -> part.getValue().publishes().contains(topic))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The groups that read this type from this topic. */
    Set<String> readers(String topic, String type) {
        return reads(topic, type).stream().map(Reads::group).collect(Collectors.toSet());
    }

    /** The readers of this type from this topic. */
    List<Reads> reads(String topic, String type) {
        return all().stream()
                .filter(read -> read.topic().equals(topic) && read.type().equals(type))
                .toList();
    }

    /** The consumer groups that read a topic, without work queues. */
    Set<String> consumersOf(String topic) {
        return all().stream()
                .filter(read -> read.topic().equals(topic) && !read.queue())
                .map(Reads::group)
                .collect(Collectors.toSet());
    }

    /** Each consumer group with its service. */
    Map<String, String> groups() {
        var groups = new TreeMap<String, String>();
        all().forEach(read -> groups.put(read.group(), read.service()));
        return groups;
    }

    /** The groups of the work queues of a service. */
    List<String> queues(String service) {
        return all().stream()
                .filter(read -> read.queue() && read.service().equals(service))
                .map(Reads::group)
                .distinct()
                .toList();
    }

    /** Whether this topic is a work queue. */
    boolean isQueue(String topic) {
        return all().stream().anyMatch(read -> read.queue() && read.topic().equals(topic));
    }

    private List<Reads> all() {
        return parts.values().stream().flatMap(part -> part.reads().stream()).toList();
    }
}
