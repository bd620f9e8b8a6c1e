package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A copy of the contracts that a test may change. */
record Copy(Path root) {

    static final Path ORIGINAL = Path.of("").toAbsolutePath();

    static Copy into(Path root) throws IOException {
        for (String part : List.of("events", "samples", "released", "README.md", "asyncapi.yaml", "Release.java")) {
            try (var files = Files.walk(ORIGINAL.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = root.resolve(ORIGINAL.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
        return new Copy(root);
    }

    /** Joins the lines of a cell in a test's table. */
    static String inOneLine(String cell) {
        return cell.strip().replaceAll("\\s+", " ");
    }

    String read(String file) throws IOException {
        return Files.readString(root.resolve(file));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(root.resolve(file), text);
    }

    /** Replaces each occurrence. Fails if there is none. */
    void replace(String file, String text, String replacement) throws IOException {
        assertThat(read(file)).contains(text);
        write(file, read(file).replace(text, replacement));
    }

    void delete(String file) throws IOException {
        Files.delete(root.resolve(file));
    }

    /** The problems of its schemas and samples. */
    List<String> problems() {
        return Contracts.problemsIn(root);
    }
}
