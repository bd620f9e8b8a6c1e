package swapr.local;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Who publishes and who reads what, in the services' own words. */
record Choreography(List<Part> published, List<Part> read) {

    /** @param who a service that publishes, or a consumer that reads */
    record Part(String who, String topic, String type, int version) {}

    /** Of the services that are running. */
    static Choreography ask(OperatorClient operator) {
        var published = new ArrayList<Part>();
        var read = new ArrayList<Part>();
        for (var app : App.withDatabase()) {
            var said = operator.ask("GET", app, "/actuator/choreography", null)
                    .expecting(200)
                    .body();
            for (var message : said.path("publishes")) {
                published.add(new Part(
                        said.path("service").asString(),
                        message.path("topic").asString(),
                        message.path("type").asString(),
                        message.path("version").asInt()));
            }
            for (var reaction : said.path("reads")) {
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

    /** Everything that is on a topic, in the order of topics, types and versions; each once. */
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

    /** Consumers that would hear nothing any more if a version was published no longer: they read no other that is. */
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
