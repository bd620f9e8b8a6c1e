package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was done to this marketplace that explains what the oracle will find: records that no service has sent, and faults
 * after which something may be there twice. Kept beside the marketplace's data, because the next run finds the traces, too,
 * and gone with it.
 */
final class FaultLog {

    /**
     * One of them.
     *
     * @param duplicates how many records a fault may have repeated
     * @param mails how many e-mails may be there twice
     * @param injected a record that we have written ourselves
     */
    record FaultEntry(
            String what,
            long duplicates,
            long mails,
            @Nullable Injected injected) {}

    /**
     * @param malformed no event at all: every consumer of the topic must keep it
     * @param unknownVersion an event of a version that nobody reads
     * @param digest MD5 of the value
     */
    record Injected(
            String topic, int partition, long offset, boolean malformed, boolean unknownVersion, String digest) {}

    private final Path file;

    FaultLog(Path home) {
        file = home.resolve("data").resolve("chaos").resolve("deeds.jsonl");
    }

    void add(FaultEntry entry) {
        add(List.of(entry));
    }

    synchronized void add(List<FaultEntry> faultLog) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    faultLog.stream()
                            .map(entry -> Http.JSON.writeValueAsString(entry) + "\n")
                            .collect(Collectors.joining()),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<FaultEntry> all() {
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .map(line -> Http.JSON.readValue(line, FaultEntry.class))
                            .toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long duplicates() {
        return all().stream().mapToLong(FaultEntry::duplicates).sum();
    }

    long mails() {
        return all().stream().mapToLong(FaultEntry::mails).sum();
    }

    List<Injected> injected() {
        return all().stream().map(FaultEntry::injected).filter(Objects::nonNull).toList();
    }
}
