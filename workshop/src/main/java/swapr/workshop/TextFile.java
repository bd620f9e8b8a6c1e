package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/** Reads and writes a file of a lab as one text. */
final class TextFile {

    private TextFile() {}

    /** The text of a file; empty if it does not exist. */
    static Optional<String> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a file atomically, or deletes it if the text is empty. A file with this text stays untouched. */
    static void write(Path file, Optional<String> text) {
        try {
            if (text.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                Files.createDirectories(file.getParent());
                Path fresh = Files.createTempFile(file.getParent(), ".lab-", ".tmp");
                Files.write(fresh, bytes);
                Files.setPosixFilePermissions(fresh, PropertiesFile.readableByAll());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
