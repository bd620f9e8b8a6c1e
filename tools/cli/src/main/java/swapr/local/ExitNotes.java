package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notes about each process, in {@code .swapr/run}. A note is an empty file, and its name is its content. The shell
 * around a process ({@link ShellWrapper}) notes the exit with a rename, which works on a full disk too.
 *
 * <pre>
 * purchase.runs                    it was started
 * purchase.ended.1764104400.3.42   it ended at that second with status 3; its shell had the pid 42
 * purchase.again.1764104400.3.42   the same, and it was started again afterwards
 * purchase.stopped                 it was stopped on purpose, so it is not started again automatically
 * purchase.given-up                it ended too often, so it is not started again automatically
 * </pre>
 */
final class ExitNotes {

    /** Restarts are counted within this time. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    private final Path directory;

    ExitNotes(Layout layout) {
        this.directory = layout.run();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes all notes of a process before the user starts it. Earlier exits no longer count. */
    void forget(String name) {
        noted(name).forEach(ExitNotes::delete);
    }

    /** Notes a start. An earlier exit becomes an exit that was followed by a restart. */
    void started(String name) {
        noted(name + ".ended")
                .forEach(file -> rename(file, file.getFileName().toString().replace(".ended.", ".again.")));
        delete(directory.resolve(name + ".stopped"));
        note(name + ".runs");
    }

    /** Notes that the process is stopped on purpose. Call it before the stop. */
    void stopped(String name) {
        note(name + ".stopped");
    }

    void givenUp(String name) {
        note(name + ".given-up");
    }

    boolean isStopped(String name) {
        return Files.exists(directory.resolve(name + ".stopped"));
    }

    boolean isGivenUp(String name) {
        return Files.exists(directory.resolve(name + ".given-up"));
    }

    /** The time when it was stopped on purpose. */
    Optional<Instant> stoppedAt(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(directory.resolve(name + ".stopped"))
                    .toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How it ended; empty if it was started again afterwards. */
    Optional<ProcessExit> ending(String name) {
        return noted(name + ".ended").map(ExitNotes::ending).findFirst();
    }

    /** The exits of the last ten minutes that were followed by a restart, oldest first. */
    List<ProcessExit> startedAgain(String name) {
        var since = Instant.now().minus(WINDOW);
        return noted(name + ".again")
                .map(ExitNotes::ending)
                .filter(exit -> exit.at().isAfter(since))
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    private static ProcessExit ending(Path file) {
        var parts = file.getFileName().toString().split("\\.", -1);
        return new ProcessExit(Instant.ofEpochSecond(Long.parseLong(parts[2])), Integer.parseInt(parts[3]));
    }

    /** The notes of this process. {@code purchase} does not match the notes of {@code purchase-2}. */
    private Stream<Path> noted(String prefix) {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix + ".")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void note(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
            Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void rename(Path file, String name) {
        try {
            Files.move(file, file.resolveSibling(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
