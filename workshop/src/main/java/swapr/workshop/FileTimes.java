package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The times of the files and directories below {@code src/main}. {@code ./swapr up} builds a module if one of them is
 * newer than its jar. After a lab the text is the product again, and with the old times no module is built for it.
 */
record FileTimes(Path root, PropertiesFile noted) {

    void note(List<String> modules) {
        var times = new LinkedHashMap<String, String>();
        for (var module : modules) {
            try (var files = Files.walk(root.resolve(module + "/src/main"))) {
                for (var file : files.toList()) {
                    times.put(
                            root.relativize(file).toString(),
                            Files.getLastModifiedTime(file).toInstant().toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        noted.delete();
        noted.set(times);
    }

    void restore() {
        // A directory comes after its files, although a changed time of a file does not change its directory.
        for (var path : noted.all().stringPropertyNames().stream()
                .sorted(Comparator.reverseOrder())
                .toList()) {
            var file = root.resolve(path);
            try {
                if (Files.exists(file)) {
                    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(noted.get(path, ""))));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        noted.delete();
    }
}
