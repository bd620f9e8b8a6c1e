package swapr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Where the JVMs of one Maven run find the infrastructure they share: {@code target/test-infrastructure/<owner's pid>}
 * under the project's root. It is gone when the run is.
 */
record RunDirectory(Path path) {

    static RunDirectory of(RunOwner owner) {
        try {
            return new RunDirectory(Files.createDirectories(parent().resolve(Long.toString(owner.pid()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The directories of runs that are over but could not clean up, because their infrastructure was killed. */
    static List<RunDirectory> abandoned() {
        try (Stream<Path> runs = Files.list(parent())) {
            return runs.filter(run -> run.getFileName().toString().matches("\\d+"))
                    .filter(run ->
                            !new RunOwner(Long.parseLong(run.getFileName().toString())).alive())
                    .map(RunDirectory::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path parent() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("mvnw")) && root.getParent() != null) {
            root = root.getParent();
        }
        return (Files.exists(root.resolve("mvnw")) ? root : Path.of("").toAbsolutePath())
                .resolve("target/test-infrastructure");
    }

    /** One JVM of the run at a time. */
    <T> T locked(Supplier<T> action) {
        try (FileChannel channel =
                        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            return lock.isValid() ? action.get() : locked(action);
        } catch (IOException e) {
            throw new UncheckedIOException("lock of " + path, e);
        }
    }

    Optional<Properties> read(String name) {
        Properties properties = new Properties();
        try (var in = Files.newBufferedReader(path.resolve(name))) {
            properties.load(in);
            return Optional.of(properties);
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever reads meanwhile sees nothing or everything. */
    void write(String name, Properties properties) {
        try {
            Path draft = Files.createTempFile(path, name, ".draft");
            try (Writer out = Files.newBufferedWriter(draft)) {
                properties.store(out, null);
            }
            Files.move(draft, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException alreadyGoing) {
            // A dying server still writes or deletes; the next run sweeps what is left.
            return;
        }
    }
}
