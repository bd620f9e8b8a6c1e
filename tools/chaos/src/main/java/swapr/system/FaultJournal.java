package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import swapr.local.OsProcess;
import tools.jackson.core.JacksonException;

/**
 * The faults of the control room and of {@code ./swapr chaos}, with their times, so that a person can compare them with
 * the figures. Each begin and each end is one line of a file next to the data. Several processes may write it.
 */
final class FaultJournal {

    static final String CONTROL_ROOM = "control room";
    static final String CHAOS = "./swapr chaos";

    /**
     * A fault.
     *
     * @param by the program that caused it
     * @param fault such as {@code freeze kafka}
     * @param ended null while it lasts
     * @param end how it ended; null while it lasts
     * @param pid the process that caused it
     */
    record Entry(
            String id,
            Instant at,
            String by,
            String fault,
            @Nullable Instant ended,
            @Nullable String end,
            long pid) {

        boolean isOpen() {
            return end == null;
        }

        /** Whether it is this fault, or this one with a mode, such as {@code bank down} for {@code bank}. */
        boolean is(String name) {
            return fault.equals(name) || fault.startsWith(name + " ");
        }
    }

    private final Path file;

    FaultJournal(Path home) {
        file = home.resolve("data").resolve("chaos").resolve("journal.jsonl");
    }

    /** Notes that a fault has begun. Returns its id. */
    String begin(String by, String fault) {
        var entry = new Entry(
                UUID.randomUUID().toString(),
                now(),
                by,
                fault,
                null,
                null,
                ProcessHandle.current().pid());
        append(entry);
        return entry.id();
    }

    /** Notes the end of all open faults of the control room that match. */
    synchronized void end(Predicate<Entry> which, String how) {
        all().stream()
                .filter(entry -> entry.isOpen() && entry.by().equals(CONTROL_ROOM) && which.test(entry))
                .forEach(entry -> append(close(entry, how)));
    }

    /** Notes the end of the fault with this id. */
    synchronized void end(String id, String how) {
        all().stream().filter(entry -> entry.id().equals(id)).forEach(entry -> append(close(entry, how)));
    }

    private static Entry close(Entry entry, String how) {
        return new Entry(entry.id(), entry.at(), entry.by(), entry.fault(), now(), how, entry.pid());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The last faults, the newest first. Notes the end of faults of a {@code ./swapr chaos} that does not run any more.
     */
    synchronized List<Entry> newest(int number) {
        all().stream()
                .filter(entry -> entry.isOpen() && entry.by().equals(CHAOS) && !OsProcess.alive(entry.pid()))
                .forEach(entry -> append(close(entry, LastingFaults.PROCESS_DIED)));
        var all = new ArrayList<>(all());
        return all.reversed().stream().limit(number).toList();
    }

    /** The last line of a fault counts, and its place is that of the first one. */
    private List<Entry> all() {
        var entries = new LinkedHashMap<String, Entry>();
        try {
            for (var line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                read(line).ifPresent(entry -> entries.put(entry.id(), entry));
            }
            return List.copyOf(entries.values());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a line that is not complete, because its process was killed while it wrote the line. */
    private static Optional<Entry> read(String line) {
        try {
            return Optional.of(Http.JSON.readValue(line, Entry.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void append(Entry entry) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    Http.JSON.writeValueAsString(entry) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
