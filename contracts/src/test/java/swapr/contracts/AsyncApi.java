package swapr.contracts;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code asyncapi.yaml} and its differences from the schemas: one line for each problem. */
final class AsyncApi {

    private static final String FILE = "asyncapi.yaml";

    private final Path root;
    private final JsonNode document;
    private final List<String> problems = new ArrayList<>();

    private AsyncApi(Path root) {
        this.root = root;
        this.document = read(root);
    }

    static JsonNode read(Path root) {
        Map<String, Object> yaml = new Yaml().load(Contracts.text(root.resolve(FILE)));
        return JsonMapper.shared().valueToTree(yaml);
    }

    static List<String> problemsIn(Path root) {
        var check = new AsyncApi(root);
        check.checkReferences("", check.document);
        check.checkMessages();
        return check.problems;
    }

    private void checkReferences(String path, JsonNode node) {
        JsonNode reference = node.path("$ref");
        if (reference.isString() && !exists(reference.asString())) {
            problems.add("%s: %s refers to %s, which does not exist".formatted(FILE, path, reference.asString()));
        }
        node.properties().forEach(child -> checkReferences(path + "/" + child.getKey(), child.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            checkReferences(path + "/" + i, node.path(i));
        }
    }

    private boolean exists(String reference) {
        return reference.startsWith("#")
                ? !document.at(reference.substring(1)).isMissingNode()
                : Files.isRegularFile(root.resolve(reference));
    }

    /** Each schema is one message, on the channel in its {@code $id}, and each message has a schema. */
    private void checkMessages() {
        var described = new TreeSet<String>();
        for (var message : document.path("components").path("messages").properties()) {
            JsonNode parts = message.getValue().path("payload").path("allOf");
            String file = parts.path(1)
                    .path("properties")
                    .path("payload")
                    .path("$ref")
                    .asString("");
            if (!file.isEmpty()) {
                described.add(file.replaceFirst("^./events/", ""));
                check(message.getKey(), file, parts.path(1).path("properties"));
            }
        }
        for (String schema : Contracts.names(root)) {
            if (!described.contains(schema)) {
                problems.add("events/%s: is not described in %s".formatted(schema, FILE));
            }
        }
    }

    private void check(String name, String file, JsonNode envelope) {
        if (!Files.isRegularFile(root.resolve(file))) {
            return; // reported already
        }
        JsonNode schema = JsonMapper.shared().readTree(Contracts.text(root.resolve(file)));
        String[] id = schema.path("$id").asString("").split(":", -1);
        String expected = schema.path("title").asString() + "." + id[id.length - 1];
        String actual = envelope.path("event_type").path("const").asString("") + ".v"
                + envelope.path("schema_version").path("const").asString("");
        if (!name.equals(expected) || !name.equals(actual)) {
            problems.add("%s: the message %s has type and version %s, and the schema of %s"
                    .formatted(FILE, name, actual, expected));
        }
        if (document.path("channels").path(id[2]).path("messages").path(name).isMissingNode()) {
            problems.add("%s: the message %s is not on the channel %s".formatted(FILE, name, id[2]));
        }
    }
}
