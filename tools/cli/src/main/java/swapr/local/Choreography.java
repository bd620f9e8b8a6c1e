package swapr.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The publishers and the consumers of each type and version, as the services report them. */
record Choreography(List<Part> published, List<Part> read) {

    /** @param who the service that publishes, or the consumer that reads */
    record Part(String who, String topic, String type, int version) {}

    /** Reads the choreography from the endpoints of the running services. */
    static Choreography ask(OperatorClient operator) {
        var published = new ArrayList<Part>();
        var read = new ArrayList<Part>();
        for (var app : App.withDatabase()) {
            var answer = operator.ask("GET", app, "/actuator/choreography", null)
                    .expecting(200)
                    .body();
            for (var message : answer.path("publishes")) {
                published.add(new Part(
                        answer.path("service").asString(),
                        message.path("topic").asString(),
                        message.path("type").asString(),
                        message.path("version").asInt()));
            }
            for (var reaction : answer.path("reads")) {
                for (var version : reaction.path("versions")) {
                    read.add(new Part(
                            reaction.path("consumer").asString(),
                            reaction.path("topic").asString(),
                            reaction.path("type").asString(),
                            version.asInt()));
                }
            }
        }
        return new Choreography(List.copyOf(published), List.copyOf(read));
    }

    /** All published types and versions, ordered by topic, type and version. */
    List<Part> messages() {
        return published.stream()
                .sorted(Comparator.comparing(Part::topic)
                        .thenComparing(Part::type)
                        .thenComparingInt(Part::version))
                .toList();
    }

    List<String> readers(String type, int version) {
        return who(read, type, version);
    }

    List<String> publishers(String type, int version) {
        return who(published, type, version);
    }

    private static List<String> who(List<Part> parts, String type, int version) {
        return parts.stream()
                .filter(part -> part.type().equals(type) && part.version() == version)
                .map(Part::who)
                .distinct()
                .sorted()
                .toList();
    }

    /** The consumers that would receive nothing after this version is retired: they read no other published version. */
    List<String> needing(String type, int version) {
        var others = published.stream()
                .filter(part -> part.type().equals(type) && part.version() != version)
                .map(Part::version)
                .toList();
        return readers(type, version).stream()
                .filter(consumer -> read.stream()
                        .filter(part ->
                                part.who().equals(consumer) && part.type().equals(type))
                        .noneMatch(part -> others.contains(part.version())))
                .toList();
    }
}
