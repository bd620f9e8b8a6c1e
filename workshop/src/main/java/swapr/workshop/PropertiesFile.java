package swapr.workshop;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A small file of properties. Each change replaces it atomically. */
record PropertiesFile(Path file) {

    /** As Git creates files. A temporary file is readable by its owner only. */
    static Set<PosixFilePermission> readableByAll() {
        return PosixFilePermissions.fromString("rw-r--r--");
    }

    boolean exists() {
        return Files.exists(file);
    }

    @Nullable
    String get(String key) {
        return all().getProperty(key);
    }

    String get(String key, String otherwise) {
        return all().getProperty(key, otherwise);
    }

    int number(String key, int otherwise) {
        return Integer.parseInt(get(key, Integer.toString(otherwise)));
    }

    Properties all() {
        var properties = new Properties();
        if (exists()) {
            try (var in = Files.newBufferedReader(file)) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return properties;
    }

    void set(Map<String, ?> values) {
        change(properties -> values.forEach((key, value) -> properties.setProperty(key, value.toString())));
    }

    private void change(Consumer<Properties> change) {
        try {
            var properties = all();
            change.accept(properties);
            var text = new StringWriter();
            properties.store(text, null);
            Files.createDirectories(file.getParent());
            var fresh = Files.createTempFile(file.getParent(), "properties-", ".tmp");
            Files.writeString(fresh, text.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
