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
 * What became of each process, in {@code .swapr/run}. Every note is an empty file whose name says it all: that needs no room, so
 * it can be made on a full disk, too. The shell that waits for a process ({@link ShellWrapper}) writes how it ended.
 *
 * <pre>
 * purchase.runs                    it was started
 * purchase.ended.1764104400.3.42   it ended at that second with that status; its shell had that pid
 * purchase.again.1764104400.3.42   the same, and it was started again after it
 * purchase.stopped                 it was stopped on purpose: it is not started again automatically
 * purchase.given-up                it ended too often: it is not started again automatically
 * </pre>
 */
final class ExitNotes {

    /** So many starts are counted together. */
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

    /** It is about to be started by somebody who wants it: its past does not count any more. */
    void forget(String name) {
        noted(name).forEach(ExitNotes::delete);
    }

    /** It was started. An ending before it becomes one that it was started again after. */
    void started(String name) {
        noted(name + ".ended")
                .forEach(file -> rename(file, file.getFileName().toString().replace(".ended.", ".again.")));
        delete(directory.resolve(name + ".stopped"));
        note(name + ".runs");
    }

    /** It is about to be stopped on purpose. */
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

    /** When it was stopped on purpose. */
    Optional<Instant> stoppedAt(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(directory.resolve(name + ".stopped"))
                    .toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How it ended, unless it was started again since. */
    Optional<ProcessExit> ending(String name) {
        return noted(name + ".ended").map(ExitNotes::ending).findFirst();
    }

    /** The endings within the last ten minutes after which it was started again, the oldest first. */
    List<ProcessExit> startedAgain(String name) {
        var since = Instant.now().minus(WINDOW);
        return noted(name + ".again")
                .map(ExitNotes::ending)
                .filter(ending -> ending.at().isAfter(since))
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    private static ProcessExit ending(Path file) {
        var parts = file.getFileName().toString().split("\\.", -1);
        return new ProcessExit(Instant.ofEpochSecond(Long.parseLong(parts[2])), Integer.parseInt(parts[3]));
    }

    /** The files of this process: {@code purchase} has no part in those of {@code purchase-2}. */
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
