package swapr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What this run's tests made the service publish: some records of each type and version, one on each line of a file. */
final class PublishedSamples {

    /** One test may append thousands that are alike. */
    private static final int ENOUGH = 50;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path directory;
    private final Map<String, Integer> kept = new HashMap<>();

    /** @param directory what an earlier run left in it is deleted */
    PublishedSamples(Path directory) {
        this.directory = directory;
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param value as it goes to the topic */
    void keep(String value) {
        JsonNode event = JSON.readTree(value);
        String file = "%s.v%d.jsonl"
                .formatted(
                        event.path("event_type").asString(""),
                        event.path("schema_version").asInt(0));
        if (kept.merge(file, 1, Integer::sum) > ENOUGH) {
            return;
        }
        try {
            Files.createDirectories(directory);
            Files.writeString(
                    directory.resolve(file),
                    JSON.writeValueAsString(event) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
