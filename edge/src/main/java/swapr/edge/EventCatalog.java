package swapr.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All events and commands, read from the contracts: AsyncAPI, schemas and samples. */
@Component
class EventCatalog {

    /**
     * One type in one version.
     *
     * @param differences the differences from the previous version, in words; empty for the first version
     */
    record Entry(
            String type,
            int version,
            String topic,
            String description,
            boolean deprecated,
            List<String> publishers,
            List<String> readers,
            List<Field> fields,
            List<String> differences,
            String sample) {}

    /** @param type the JSON type, or the name of the schema that the field refers to */
    record Field(String name, boolean required, String type, String description) {}

    private static final String CONTRACTS = "swapr/contracts/";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Entry> entries = new ArrayList<>();

    EventCatalog() {
        Map<String, Object> yaml = new Yaml().load(text("asyncapi.yaml"));
        JsonNode document = JSON.valueToTree(yaml);
        for (var channel : document.path("channels").properties()) {
            for (String message : channel.getValue().path("messages").propertyNames()) {
                if (!message.equals("deadLetter")) {
                    entries.add(entry(document, channel.getKey(), message));
                }
            }
        }
    }

    /** Returns the entries in the order of the AsyncAPI document: by topic, type and version. */
    List<Entry> entries() {
        return List.copyOf(entries);
    }

    private Entry entry(JsonNode document, String topic, String message) {
        JsonNode node = document.path("components").path("messages").path(message);
        JsonNode schema = JSON.readTree(text(
                node.at("/payload/allOf/1/properties/payload/$ref").asString().substring(2)));
        String type = node.path("name").asString();
        int version =
                node.at("/payload/allOf/1/properties/schema_version/const").asInt();
        List<Field> fields = fields(schema);
        return new Entry(
                type,
                version,
                topic,
                schema.path("description").asString(""),
                schema.path("deprecated").asBoolean(false),
                operations(document, topic, message, "send"),
                operations(document, topic, message, "receive"),
                fields,
                entries.stream()
                        .filter(other -> other.type().equals(type) && other.version() == version - 1)
                        .findFirst()
                        .map(before -> FieldDifferences.between(before.fields(), fields))
                        .orElse(List.of()),
                text(node.path("x-sample").asString()).strip());
    }

    private static List<String> operations(JsonNode document, String topic, String message, String action) {
        String reference = "#/channels/%s/messages/%s".formatted(topic, message);
        return document.path("operations").properties().stream()
                .filter(operation ->
                        operation.getValue().path("action").asString().equals(action))
                .filter(operation -> operation
                        .getValue()
                        .path("messages")
                        .valueStream()
                        .anyMatch(each -> each.path("$ref").asString().equals(reference)))
                .map(operation ->
                        operation.getKey().substring(0, operation.getKey().indexOf('.')))
                .toList();
    }

    private static List<Field> fields(JsonNode schema) {
        var required =
                schema.path("required").valueStream().map(JsonNode::asString).toList();
        return schema.path("properties").properties().stream()
                .map(field -> new Field(
                        field.getKey(),
                        required.contains(field.getKey()),
                        type(field.getValue()),
                        field.getValue().path("description").asString("")))
                .toList();
    }

    private static String type(JsonNode field) {
        if (field.has("$ref")) {
            return field.path("$ref").asString().replaceAll("^urn:swapr:|:v[0-9]+$", "");
        }
        String format = field.path("format").asString("");
        return field.path("type").asString("") + (format.isEmpty() ? "" : ", " + format);
    }

    private static String text(String file) {
        try {
            return new ClassPathResource(CONTRACTS + file).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(Objects.requireNonNullElse(e.getMessage(), file), e);
        }
    }
}
