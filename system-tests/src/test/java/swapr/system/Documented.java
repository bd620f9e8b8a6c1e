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

/** Compares the requests and responses at the edge with {@code contracts/openapi.yaml}. */
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

    /** The responses so far, like {@code get /orders/{id} 200}. */
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

    /** The documented 2xx responses, like {@code get /orders/{id} 200}. */
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
     * Compares a request and its response with the document.
     *
     * @throws AssertionError if the response, or an accepted request, differs from the document
     */
    static void check(
            String method, URI url, @Nullable JsonNode request, int status, String type, @Nullable JsonNode answer) {
        String call = call(method, url.getPath().substring("/api".length()));
        if (call == null) {
            if (status != 404 && status != 405 && status != 400) {
                throw new AssertionError(
                        "openapi.yaml has no call %s %s, which returned %d".formatted(method, url.getPath(), status));
            }
            return;
        }
        String written = responses(call).has(Integer.toString(status)) ? Integer.toString(status) : "default";
        if (status < 500 && written.equals("default")) {
            throw new AssertionError("openapi.yaml has no response of %s with %d: %s".formatted(call, status, answer));
        }
        SEEN.add(call + " " + status);
        String place = "/paths/%s/%s".formatted(escape(call.substring(call.indexOf(' ') + 1)), call.split(" ", -1)[0]);
        String response = followed(place + "/responses/" + written);
        String content = response + "/content/" + escape(type);
        if (!DOCUMENT.at(response + "/content").isMissingNode()) {
            hold(content + "/schema", answer, "the response to " + call);
        } else if (answer != null) {
            throw new AssertionError("openapi.yaml has no body for %s, which returned: %s".formatted(call, answer));
        }
        if (status < 300
                && request != null
                && !DOCUMENT.at(place + "/requestBody").isMissingNode()) {
            hold(place + "/requestBody/content/application~1json/schema", request, "the accepted request of " + call);
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
            throw new AssertionError("%s is not in openapi.yaml at %s: %s".formatted(what, schema, body));
        }
        var faults = SCHEMAS.getSchema(SchemaLocation.of(HERE + "#" + schema)).validate(body);
        if (!faults.isEmpty()) {
            throw new AssertionError("%s does not match openapi.yaml: %s in %s".formatted(what, faults, body));
        }
    }
}
