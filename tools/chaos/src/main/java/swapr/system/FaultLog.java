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
 * The faults that the oracle must consider: records that no service has sent, and faults that may duplicate records or
 * e-mails. The file is stored with the marketplace's data, because later runs find the traces, too.
 */
final class FaultLog {

    /**
     * One fault.
     *
     * @param duplicates the number of records that the fault may have sent twice
     * @param mails the number of e-mails that may be delivered twice
     * @param injected a record that the scenario has written; null if there is none
     */
    record FaultEntry(
            String what,
            long duplicates,
            long mails,
            @Nullable Injected injected) {}

    /**
     * A record that a scenario has written.
     *
     * @param malformed true if it is no event, so that each consumer of the topic must park it
     * @param unknownVersion true if no consumer can read its schema version
     * @param digest the MD5 of the value, in hexadecimal
     */
    record Injected(
            String topic, int partition, long offset, boolean malformed, boolean unknownVersion, String digest) {}

    private final Path file;

    FaultLog(Path home) {
        file = home.resolve("data").resolve("chaos").resolve("faults.jsonl");
    }

    void add(FaultEntry entry) {
        add(List.of(entry));
    }

    synchronized void add(List<FaultEntry> entries) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    entries.stream()
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
