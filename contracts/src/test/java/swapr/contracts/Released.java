package swapr.contracts;

import com.networknt.schema.SchemaLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Checks the contracts against their released copies under {@code released/}. No released file may change. Every schema
 * must be compatible with its released version. Old samples must be valid under the new schemas, and new samples under
 * the old ones.
 */
final class Released {

    private static final String CHECKSUMS = "CHECKSUMS";

    private final Path root;
    private final Path released;
    private final Map<String, JsonNode> now;
    private final Map<String, JsonNode> before = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Released(Path root, Map<String, JsonNode> now) {
        this.root = root;
        this.released = root.resolve("released");
        this.now = now;
    }

    /**
     * Returns one line for each problem, starting with the file.
     *
     * @param now all current schemas, by their file name under {@code events/}
     */
    static List<String> problems(Path root, Map<String, JsonNode> now) {
        var check = new Released(root, now);
        check.checkThatNoReleasedFileChanged();
        check.checkCompatibility();
        check.checkSamples();
        return check.problems;
    }

    /** Other teams depend on the released files. */
    private void checkThatNoReleasedFileChanged() {
        Map<String, String> known = new TreeMap<>();
        Contracts.text(released.resolve(CHECKSUMS)).lines().forEach(line -> {
            String[] parts = line.split(" +", 2);
            known.put(parts[1], parts[0]);
        });
        Set<String> all = new TreeSet<>(known.keySet());
        all.addAll(Contracts.files(released, Set.of(CHECKSUMS)));
        for (String file : all) {
            if (!Files.exists(released.resolve(file))) {
                problems.add("released/" + file + ": was released and is missing; restore it");
            } else if (!sha256(released.resolve(file)).equals(known.get(file))) {
                problems.add("released/" + file + ": was released and must not change; undo the edit");
            } else if (file.startsWith("events/")) {
                before.put(
                        file.substring("events/".length()),
                        JsonMapper.shared().readTree(Contracts.text(released.resolve(file))));
            }
        }
    }

    private void checkCompatibility() {
        var namesBefore = byId(before);
        var namesNow = byId(now);
        before.forEach((file, schema) -> {
            JsonNode current = now.get(file);
            if (current == null) {
                problems.add("events/" + file
                        + ": was released, and its events are never deleted from the topic;"
                        + " restore it and mark it as deprecated");
                return;
            }
            for (var breach : Compatibility.breaches(schema, current, namesBefore::get, namesNow::get)) {
                problems.add("events/%s: %s; read by %s".formatted(file, breach, readers(file)));
            }
        });
    }

    /** Returns the readers from the README's tables, because no other file lists all of them. */
    private String readers(String file) {
        String type = file.replaceAll("^.*/|\\.v[0-9]+\\.json$", "");
        String version = file.replaceAll("^.*\\.v|\\.json$", "");
        return Contracts.text(root.resolve("README.md"))
                .lines()
                .filter(row -> row.startsWith("| `%s` | %s |".formatted(type, version)))
                .map(row -> row.split("\\|", -1)[6].strip())
                .findFirst()
                .orElse("all consumers");
    }

    private static Map<String, JsonNode> byId(Map<String, JsonNode> schemas) {
        Map<String, JsonNode> byId = new HashMap<>();
        schemas.values().forEach(schema -> byId.put(schema.path("$id").asString(""), schema));
        return byId;
    }

    /** Old samples under the new schemas, and new samples under the released schemas. */
    private void checkSamples() {
        var released = Contracts.files(this.released.resolve("samples"), Set.of());
        var current = Contracts.files(root.resolve("samples"), Set.of());
        for (String sample : released) {
            String frozen = Contracts.text(this.released.resolve("samples").resolve(sample));
            if (!current.contains(sample) || !frozen.equals(Contracts.text(root.resolve("samples/" + sample)))) {
                problems.add("samples/" + sample
                        + ": was released and must not change; undo the edit and add another sample");
            }
            validate("released/samples/" + sample + " under the new schema", sample, frozen, now);
        }
        for (String sample : current) {
            validate(
                    "samples/" + sample + " under the released schema",
                    sample,
                    Contracts.text(root.resolve("samples/" + sample)),
                    before);
        }
    }

    private void validate(String where, String sample, String text, Map<String, JsonNode> schemas) {
        JsonNode schema = schemas.get(Contracts.schemaOf(sample));
        if (schema != null) {
            var contract = Contracts.registry(schemas)
                    .getSchema(SchemaLocation.of(schema.path("$id").asString()));
            problems.addAll(Contracts.violations(
                    where, contract, JsonMapper.shared().readTree(text).path("payload")));
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
