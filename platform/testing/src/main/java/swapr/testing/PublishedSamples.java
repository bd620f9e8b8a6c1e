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

/** Stores messages that the service published in this test run: one file for each type and version, one a line. */
final class PublishedSamples {

    /** Messages for each type and version. One test can append thousands of similar messages. */
    private static final int MAX_MESSAGES = 50;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path directory;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param directory the files of an earlier run in it are deleted */
    PublishedSamples(Path directory) {
        this.directory = directory;
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param value the message as it goes to the topic */
    void keep(String value) {
        JsonNode event = JSON.readTree(value);
        String file = "%s.v%d.jsonl"
                .formatted(
                        event.path("event_type").asString(""),
                        event.path("schema_version").asInt(0));
        if (counts.merge(file, 1, Integer::sum) > MAX_MESSAGES) {
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
