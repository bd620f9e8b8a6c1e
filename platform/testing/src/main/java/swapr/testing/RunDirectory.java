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
 * The directory with which the JVMs of one Maven run find their shared infrastructure:
 * {@code target/test-infrastructure/<owner's pid>} under the project's root. It is deleted at the end of the run.
 */
record RunDirectory(Path path) {

    static RunDirectory of(RunOwner owner) {
        try {
            return new RunDirectory(Files.createDirectories(parent().resolve(Long.toString(owner.pid()))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the directories of ended runs that still exist, because their infrastructure process was killed. */
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

    /** Runs the action while no other JVM of the run holds the lock. */
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

    /** Replaces the file atomically, so that a reader never sees a part of it. */
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
        } catch (IOException | UncheckedIOException stillInUse) {
            // A server that is ending still writes or deletes files. The next run deletes the rest.
            return;
        }
    }
}
