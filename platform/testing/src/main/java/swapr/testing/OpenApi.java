package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bounds of the parameters and of the body of an operation from {@code openapi.yaml}. */
final class OpenApi {

    private static final List<String> BOUNDS = List.of(
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum",
            "minItems",
            "maxItems",
            "enum",
            "format",
            "x-max-words");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    static OpenApi read() {
        try {
            Map<String, Object> yaml = new Yaml()
                    .load(new ClassPathResource("swapr/contracts/openapi.yaml")
                            .getContentAsString(StandardCharsets.UTF_8));
            return new OpenApi(JsonMapper.shared().valueToTree(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Map<String, Object>> boundsOf(RequestMethod verb, String path) {
        JsonNode calls = document.path("paths").path(path);
        JsonNode call = calls.path(verb.name().toLowerCase(Locale.ROOT));
        assertThat(call.isMissingNode())
                .as("%s %s is in openapi.yaml", verb, path)
                .isFalse();
        Map<String, Map<String, Object>> bounds = new TreeMap<>();
        calls.path("parameters").forEach(parameter -> add(resolved(parameter), bounds));
        call.path("parameters").forEach(parameter -> add(resolved(parameter), bounds));
        JsonNode body = call.at("/requestBody/content/application~1json/schema");
        if (!body.isMissingNode()) {
            addFields("body", resolved(body), bounds);
        }
        return bounds;
    }

    /** Returns the operations with this tag, such as {@code GET /orders/{id}}. */
    Set<String> operations(String tag) {
        Set<String> operations = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(call -> METHODS.contains(call.getKey())
                                && call.getValue()
                                        .path("tags")
                                        .path(0)
                                        .asString("")
                                        .equals(tag))
                        .forEach(call -> operations.add(call.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private void add(JsonNode parameter, Map<String, Map<String, Object>> bounds) {
        String name =
                parameter.path("in").asString() + " " + parameter.path("name").asString();
        bounds.put(name, boundsOf(resolved(parameter.path("schema"))));
    }

    private void addFields(String place, JsonNode schema, Map<String, Map<String, Object>> bounds) {
        schema.path("properties").properties().forEach(property -> {
            String name = place + "." + property.getKey();
            JsonNode field = resolved(property.getValue());
            Map<String, Object> of = boundsOf(field);
            if (schema.path("required")
                    .valueStream()
                    .anyMatch(each -> each.asString().equals(property.getKey()))) {
                of.put("required", true);
            }
            bounds.put(name, of);
            addFields(name, field, bounds);
        });
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }

    private static Map<String, Object> boundsOf(JsonNode schema) {
        Map<String, Object> bounds = new TreeMap<>();
        for (String bound : BOUNDS) {
            JsonNode value = schema.path(bound);
            if (value.isArray()) {
                bounds.put(
                        bound,
                        value.valueStream().map(JsonNode::asString).sorted().toList());
            } else if (value.isNumber()) {
                bounds.put(bound, bound.endsWith("imum") ? (Object) value.asLong() : (Object) value.asInt());
            } else if (!value.isMissingNode()) {
                bounds.put(bound, value.asString());
            }
        }
        return bounds;
    }
}
