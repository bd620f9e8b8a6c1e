package swapr.contracts;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A directory of contracts and its problems: one line for each problem, starting with the file. */
final class Contracts {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> BUILDING_BLOCKS = Set.of("envelope.v1.json", "money.v1.json");
    private static final Pattern FILE = Pattern.compile("[a-z]+/([A-Z][A-Za-z]+)\\.v([1-9][0-9]*)\\.json");
    private static final Pattern ID = Pattern.compile("urn:swapr:([a-z-]+):([A-Za-z]+):v([0-9]+)");

    /** The kind of aggregate of each topic. The record key starts with it. */
    private static final Map<String, String> KINDS = Map.of(
            "user-events", "user",
            "listing-events", "listing",
            "purchase-events", "order",
            "notification-events", "notification",
            "payment-requests", "payment",
            "email-requests", "email");

    private final Path root;
    private final JsonMapper json = JsonMapper.shared();
    private final List<String> problems = new ArrayList<>();

    private Contracts(Path root) {
        this.root = root;
    }

    static List<String> problemsIn(Path root) {
        var contracts = new Contracts(root);
        contracts.check();
        return List.copyOf(contracts.problems);
    }

    /** The relative names of all schemas that describe an event or a command, sorted. */
    static Set<String> names(Path root) {
        return files(root.resolve("events"), BUILDING_BLOCKS);
    }

    private void check() {
        var schemas = new TreeMap<String, JsonNode>();
        for (String file : files(root.resolve("events"), Set.of())) {
            JsonNode schema = read("events/" + file);
            if (schema != null) {
                schemas.put(file, schema);
            }
        }
        schemas.entrySet().removeIf(schema -> !isValidSchema("events/" + schema.getKey(), schema.getValue()));
        if (!schemas.keySet().containsAll(BUILDING_BLOCKS)) {
            problems.add("events: envelope.v1.json and money.v1.json must both exist and be valid");
            return;
        }
        var registry = registry(schemas);
        var samples = files(root.resolve("samples"), Set.of());
        String readme = text(root.resolve("README.md"));
        for (String file : names(root)) {
            JsonNode schema = schemas.get(file);
            if (schema == null) {
                continue; // reported already
            }
            var name = FILE.matcher(file);
            var id = ID.matcher(schema.path("$id").asString(""));
            if (!name.matches()) {
                problems.add("events/" + file + ": must be named <context>/<Type>.v<version>.json");
            } else if (!id.matches()
                    || !KINDS.containsKey(id.group(1))
                    || !id.group(2).equals(name.group(1))
                    || !id.group(3).equals(name.group(2))) {
                problems.add("events/" + file + ": its $id must be urn:swapr:<topic>:" + name.group(1) + ":v"
                        + name.group(2));
            } else {
                checkTable(file, readme, id.group(2), id.group(3), id.group(1));
                if (!samples.contains(file)) {
                    problems.add("events/" + file + ": has no sample under samples/" + file);
                }
                samples.stream()
                        .filter(sample -> schemaOf(sample).equals(file))
                        .forEach(sample ->
                                checkSample(sample, registry, id.group(1), id.group(2), Integer.parseInt(id.group(3))));
            }
        }
        samples.stream()
                .filter(sample -> !names(root).contains(schemaOf(sample)))
                .forEach(sample ->
                        problems.add("samples/" + sample + ": has no schema under events/" + schemaOf(sample)));
        oneFileForEachVersion();
        if (Files.exists(root.resolve("released"))) {
            problems.addAll(Released.problems(root, schemas));
        }
    }

    /**
     * Returns the schema of a sample. Example: {@code ListingSold.v1.with-condition.json} is another sample of
     * {@code ListingSold.v1.json}.
     */
    static String schemaOf(String sample) {
        return sample.replaceAll("(\\.v[0-9]+)\\.[a-z-]+\\.json$", "$1.json");
    }

    private void oneFileForEachVersion() {
        var fileOf = new TreeMap<String, String>();
        for (String file : names(root)) {
            String version = file.substring(file.indexOf('/') + 1);
            String other = fileOf.put(version, file);
            if (other != null) {
                problems.add("events/" + other + " and events/" + file + ": two files for one version");
            }
        }
    }

    private boolean isValidSchema(String file, JsonNode schema) {
        int before = problems.size();
        if (!DIALECT.equals(schema.path("$schema").asString(""))) {
            problems.add(file + ": its $schema must be " + DIALECT);
        }
        var metaschema = registry(Map.of()).getSchema(SchemaLocation.of(DIALECT));
        problems.addAll(violations(file, metaschema, schema));
        if (schema.path("description").asString("").isBlank()) {
            problems.add(file + ": has no description");
        }
        for (var property : schema.path("properties").properties()) {
            checkProperty(file + ": " + property.getKey(), property.getValue());
        }
        if (schema.has("additionalProperties") || schema.has("unevaluatedProperties")) {
            problems.add(file + ": must accept unknown fields; remove additionalProperties and unevaluatedProperties");
        }
        return problems.size() == before;
    }

    /**
     * A property has a description, an example and a limit. A string without a limit could fill every reader's
     * database.
     */
    private void checkProperty(String where, JsonNode property) {
        if (property.path("description").asString("").isBlank()) {
            problems.add(where + " has no description");
        }
        if (property.has("$ref") || "object".equals(property.path("type").asString(""))) {
            return;
        }
        if (!property.has("examples")) {
            problems.add(where + " has no example");
        }
        boolean limited =
                Set.of("format", "enum", "maxLength", "pattern").stream().anyMatch(property::has);
        if ("string".equals(property.path("type").asString("")) && !limited) {
            problems.add(where + " is a string without format, enum, pattern or maxLength");
        }
        var example = registry(Map.of()).getSchema(property);
        property.path("examples").forEach(value -> problems.addAll(violations(where + " example", example, value)));
    }

    private void checkTable(String file, String readme, String type, String version, String topic) {
        String row = "| `" + type + "` | " + version + " | `" + topic + "` |";
        if (!readme.contains(row)) {
            problems.add("events/" + file + ": the README's table has no row starting with " + row);
        }
    }

    private void checkSample(String file, SchemaRegistry registry, String topic, String type, int version) {
        JsonNode sample = read("samples/" + file);
        if (sample == null) {
            return;
        }
        String where = "samples/" + file;
        problems.addAll(violations(where, registry.getSchema(SchemaLocation.of("urn:swapr:envelope:v1")), sample));
        var payload = registry.getSchema(SchemaLocation.of("urn:swapr:%s:%s:v%d".formatted(topic, type, version)));
        problems.addAll(violations(where + " payload", payload, sample.path("payload")));
        if (!type.equals(sample.path("event_type").asString(""))
                || version != sample.path("schema_version").asInt(0)) {
            problems.add(where + ": its event_type or schema_version differs from its file name");
        }
        if (!sample.path("aggregate_id").asString("").startsWith(KINDS.get(topic) + ":")) {
            problems.add(where + ": aggregate_id must start with " + KINDS.get(topic) + ": on " + topic);
        }
    }

    static List<String> violations(String where, Schema schema, JsonNode instance) {
        return schema.validate(instance).stream()
                .map(error -> where + ": " + describe(error))
                .toList();
    }

    private static String describe(Error error) {
        return (error.getInstanceLocation() + " " + error.getMessage()).strip();
    }

    static SchemaRegistry registry(Map<String, JsonNode> schemas) {
        var byId = new TreeMap<String, String>();
        schemas.values().forEach(schema -> byId.put(schema.path("$id").asString(""), schema.toString()));
        return SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(byId)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .build()));
    }

    private @Nullable JsonNode read(String file) {
        try {
            return json.readTree(text(root.resolve(file)));
        } catch (JacksonException e) {
            problems.add(file + ": is not JSON: " + e.getOriginalMessage());
            return null;
        }
    }

    static Set<String> files(Path folder, Set<String> without) {
        try (var found = Files.walk(folder)) {
            var names = new TreeSet<String>();
            found.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !without.contains(file))
                    .forEach(names::add);
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
