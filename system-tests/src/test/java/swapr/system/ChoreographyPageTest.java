package swapr.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import swapr.testing.GeneratedPart;

/**
 * Generates the diagram of {@code docs/architecture/choreography.md} from the annotations of the compiled services. So
 * it needs no running marketplace. {@link ChoreographyTest} compares the same annotations with the running services.
 */
class ChoreographyPageTest {

    private static final Path PAGE = Path.of("../docs/architecture/choreography.md");
    private static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics");
    private static final String SESSIONS = "sessions";

    /** Each type with its versions and its publisher. */
    private final Map<String, TreeSet<Integer>> versions = new TreeMap<>();

    private final Map<String, String> publishers = new TreeMap<>();

    /** The node in the diagram of each consumer, with the types that it reads. */
    private final Map<String, TreeSet<String>> readers = new TreeMap<>();

    private final Map<String, String> nodes = new TreeMap<>();

    @Test
    void thePageShowsAllPublishersAndConsumers() throws IOException {
        for (String service : SERVICES) {
            nodes.put(service, "%s[%s-service]".formatted(service, service));
            for (ClassModel type : classes("../%s-service/target/classes".formatted(service))) {
                annotations(type, "EventType").forEach(event -> publishes(service, event));
                type.methods().forEach(method -> {
                    annotations(method, "When").forEach(when -> reads(node(service, when), when));
                    annotations(method, "WorkQueue").forEach(work -> reads(queue(work), work));
                });
            }
        }
        for (ClassModel type : classes("../platform/web/target/classes")) {
            type.methods().forEach(method -> annotations(method, "When").forEach(when -> reads(sessions(), when)));
        }

        GeneratedPart.check(PAGE, ChoreographyPageTest.class, diagram() + "\n\n" + unread());
    }

    private void publishes(String service, Annotation event) {
        publishers.put(text(event, "value"), service);
        versions.computeIfAbsent(text(event, "value"), name -> new TreeSet<>()).add(number(event, "version"));
    }

    private void reads(String node, Annotation reaction) {
        readers.computeIfAbsent(node, name -> new TreeSet<>()).add(text(reaction, "value"));
    }

    private String node(String service, Annotation when) {
        String consumer = text(when, "consumer");
        if (consumer.isEmpty()) {
            return service;
        }
        nodes.put(consumer, "%s([%s, in %s-service])".formatted(id(consumer), consumer, service));
        return consumer;
    }

    private String queue(Annotation work) {
        String topic = text(work, "topic");
        nodes.put(topic, "%s[[work queue %s]]".formatted(id(topic), topic));
        return topic;
    }

    private String sessions() {
        nodes.put(SESSIONS, "%s([sessions, one consumer in each service])".formatted(SESSIONS));
        return SESSIONS;
    }

    private String diagram() {
        var edges = new ArrayList<String>();
        readers.forEach((reader, types) -> {
            var byPublisher = new TreeMap<String, List<String>>();
            types.forEach(type -> byPublisher
                    .computeIfAbsent(publishers.getOrDefault(type, "unknown"), name -> new ArrayList<>())
                    .add(type));
            byPublisher.forEach((publisher, read) ->
                    edges.add("    %s -- \"%s\" --> %s".formatted(publisher, String.join("<br/>", read), id(reader))));
        });
        return "```mermaid\nflowchart LR\n%s\n%s\n```"
                .formatted(
                        nodes.values().stream().map(node -> "    " + node).collect(joining("\n")),
                        edges.stream().sorted().collect(joining("\n")));
    }

    private String unread() {
        return "Published, but read by no service yet: "
                + publishers.keySet().stream()
                        .filter(type -> readers.values().stream().noneMatch(read -> read.contains(type)))
                        .map(type -> "`" + type + "`")
                        .collect(joining(", "))
                + ".\nPublished in two versions: "
                + versions.entrySet().stream()
                        .filter(type -> type.getValue().size() > 1)
                        .map(type -> "`" + type.getKey() + "`")
                        .collect(joining(", "))
                + ".";
    }

    private static String id(String name) {
        return name.replace('-', '_');
    }

    private static List<ClassModel> classes(String directory) throws IOException {
        var found = new ArrayList<ClassModel>();
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                found.add(ClassFile.of().parse(file));
            }
        }
        assertThat(found).as("compiled classes in " + directory).isNotEmpty();
        return found;
    }

    private static Stream<Annotation> annotations(AttributedElement annotated, String name) {
        return annotated.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .filter(each -> each.className().equalsString("Lswapr/messaging/%s;".formatted(name)));
    }

    /** The value of a member; empty if the annotation has its default. */
    private static String text(Annotation annotation, String member) {
        return value(annotation, member)
                .map(value -> ((AnnotationValue.OfString) value).stringValue())
                .findFirst()
                .orElse("");
    }

    private static int number(Annotation annotation, String member) {
        return value(annotation, member)
                .map(value -> ((AnnotationValue.OfInt) value).intValue())
                .findFirst()
                .orElse(1);
    }

    private static Stream<AnnotationValue> value(Annotation annotation, String member) {
        return annotation.elements().stream()
                .filter(element -> element.name().equalsString(member))
                .map(AnnotationElement::value);
    }
}
