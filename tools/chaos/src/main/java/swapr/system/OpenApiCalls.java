package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls of openapi.yaml, with valid values for each. */
final class OpenApiCalls {

    /** One call. Its text is like {@code POST /orders}. */
    record Call(String method, String path, JsonNode operation) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;
    private final List<Call> calls = new ArrayList<>();
    private final Function<String, String> known;

    /**
     * Reads the document.
     *
     * @param root the checkout with {@code contracts/openapi.yaml}
     * @param known returns a valid value that the document does not contain, by its name: {@code field:email},
     *     {@code id:/orders}; empty if there is none
     */
    OpenApiCalls(Path root, Function<String, String> known) {
        this.known = known;
        try {
            Map<String, Object> yaml = new Yaml().load(Files.readString(root.resolve("contracts/openapi.yaml")));
            document = Http.JSON.valueToTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (METHODS.contains(operation.getKey())) {
                        calls.add(new Call(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
                    }
                }));
    }

    List<Call> all() {
        return calls;
    }

    List<JsonNode> parameters(Call call) {
        return call.operation()
                .path("parameters")
                .valueStream()
                .map(this::resolved)
                .toList();
    }

    /** The path at the edge, with these values for its parameters, and valid values for the other parameters. */
    String path(Call call, Map<String, String> values) {
        String path = call.path();
        for (String part : path.split("/", -1)) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                String prefix = path.substring(0, path.indexOf("/" + part));
                path = path.replace(part, values.getOrDefault(name, known.apply(name + ":" + prefix)));
            }
        }
        return "/api" + path;
    }

    /** A valid body; an empty object if the call has none. */
    JsonNode body(Call call) {
        JsonNode schema = call.operation()
                .at("/requestBody/content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode() ? Http.JSON.createObjectNode() : example(schema);
    }

    /** A valid value: the first example of the schema, or a simple one. */
    private JsonNode example(JsonNode reference) {
        JsonNode schema = resolved(reference);
        if (schema.path("properties").isObject()) {
            ObjectNode object = Http.JSON.createObjectNode();
            schema.path("properties").properties().forEach(property -> object.set(property.getKey(), named(property)));
            return object;
        }
        if (schema.path("examples").isArray()) {
            return schema.path("examples").get(0);
        }
        if (schema.path("enum").isArray()) {
            return schema.path("enum").get(0);
        }
        return switch (schema.path("type").asString()) {
            case "integer" -> Http.JSON.valueToTree(1);
            case "boolean" -> Http.JSON.valueToTree(true);
            default -> Http.JSON.valueToTree("some words");
        };
    }

    private JsonNode named(Map.Entry<String, JsonNode> property) {
        String value = known.apply("field:" + property.getKey());
        return value.isEmpty() ? example(property.getValue()) : Http.JSON.valueToTree(value);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }
}
