package swapr.system;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds what is asked and answered at the door to {@code contracts/openapi.yaml}. */
final class Documented {

    private static final String HERE = "urn:swapr:openapi";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final JsonNode DOCUMENT = read();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(HERE, DOCUMENT.toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));

    /** The answers that were given, like {@code get /orders/{id} 200}. */
    static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private Documented() {}

    private static JsonNode read() {
        try {
            Map<String, Object> yaml = new Yaml().load(Files.readString(Path.of("../contracts/openapi.yaml")));
            return JsonMapper.shared().valueToTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All calls, like {@code get /orders/{id}}. */
    static Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        DOCUMENT.path("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> calls.add(method + " " + path.getKey())));
        return calls;
    }

    /** The answers to a call that went well, like {@code get /orders/{id} 200}. */
    static Set<String> successes() {
        return calls().stream()
                .flatMap(call -> responses(call).propertyNames().stream()
                        .filter(status -> status.startsWith("2"))
                        .map(status -> call + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static JsonNode responses(String call) {
        String[] parts = call.split(" ", -1);
        return DOCUMENT.path("paths").path(parts[1]).path(parts[0]).path("responses");
    }

    /**
     * Compares an answer with what is written.
     *
     * @throws AssertionError naming what is not written, or not as it is written
     */
    static void check(
            String method, URI url, @Nullable JsonNode asked, int status, String type, @Nullable JsonNode answer) {
        String call = call(method, url.getPath().substring("/api".length()));
        if (call == null) {
            if (status != 404 && status != 405 && status != 400) {
                throw new AssertionError(
                        "openapi.yaml does not know %s %s, answered with %d".formatted(method, url.getPath(), status));
            }
            return;
        }
        String written = responses(call).has(Integer.toString(status)) ? Integer.toString(status) : "default";
        if (status < 500 && written.equals("default")) {
            throw new AssertionError(
                    "openapi.yaml does not say that %s may be answered with %d: %s".formatted(call, status, answer));
        }
        SEEN.add(call + " " + status);
        String place = "/paths/%s/%s".formatted(escape(call.substring(call.indexOf(' ') + 1)), call.split(" ", -1)[0]);
        String response = followed(place + "/responses/" + written);
        String content = response + "/content/" + escape(type);
        if (!DOCUMENT.at(response + "/content").isMissingNode()) {
            hold(content + "/schema", answer, "the answer to " + call);
        } else if (answer != null) {
            throw new AssertionError("openapi.yaml says that %s has no answer: %s".formatted(call, answer));
        }
        if (status < 300
                && asked != null
                && !DOCUMENT.at(place + "/requestBody").isMissingNode()) {
            hold(place + "/requestBody/content/application~1json/schema", asked, "what " + call + " accepted");
        }
    }

    private static @Nullable String call(String method, String path) {
        List<String> steps = List.of(path.split("/", -1));
        return calls().stream()
                .filter(call -> call.startsWith(method.toLowerCase(java.util.Locale.ROOT) + " "))
                .filter(call ->
                        fits(List.of(call.substring(call.indexOf(' ') + 1).split("/", -1)), steps))
                .findFirst()
                .orElse(null);
    }

    private static boolean fits(List<String> template, List<String> steps) {
        if (template.size() != steps.size()) {
            return false;
        }
        for (var i = 0; i < steps.size(); i++) {
            if (!template.get(i).startsWith("{") && !template.get(i).equals(steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String followed(String place) {
        String reference = DOCUMENT.at(place).path("$ref").asString("");
        return reference.isEmpty() ? place : reference.substring(1);
    }

    private static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    private static void hold(String schema, @Nullable JsonNode body, String what) {
        if (DOCUMENT.at(schema).isMissingNode() || body == null) {
            throw new AssertionError("%s is not what openapi.yaml has at %s: %s".formatted(what, schema, body));
        }
        var faults = SCHEMAS.getSchema(SchemaLocation.of(HERE + "#" + schema)).validate(body);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s is not what openapi.yaml says: %s in %s".formatted(what, faults, body));
        }
    }
}
