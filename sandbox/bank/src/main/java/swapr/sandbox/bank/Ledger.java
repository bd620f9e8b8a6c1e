package swapr.sandbox.bank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import swapr.sandbox.http.JsonHttpServer;
import swapr.sandbox.http.Refused;

/**
 * The ledger of the bank: one JSON line per entry. An entry is on disk before the caller gets a response. One
 * idempotency key makes one entry, also after a restart. purchase-service relies on that.
 */
final class Ledger implements AutoCloseable {

    private final FileChannel file;
    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byKey = new HashMap<>();
    private final Object disk = new Object();
    private long written;
    private long durable;

    Ledger(Path path) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            written = load(new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
            // An incomplete line after a crash was never acknowledged, so it is removed.
            file.truncate(written).position(written).force(true);
            durable = written;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + path, e);
        }
    }

    /**
     * Returns the entry of this key. If there is none, {@code decide} creates it from the entries so far.
     *
     * @throws Refused with 422 if the key was used for another request
     */
    Entry recordOnce(String key, String request, Function<List<Entry>, Entry> decide) {
        long end;
        Entry entry;
        synchronized (this) {
            var known = byKey.get(key);
            if (known != null && !known.request().equals(request)) {
                throw new Refused(422, "this Idempotency-Key was used with another request; use a new key");
            }
            entry = known != null ? known : append(key, decide.apply(entries));
            end = written;
        }
        force(end);
        return entry;
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Entry append(String key, Entry entry) {
        var line = JsonHttpServer.JSON.writeValueAsString(entry) + "\n";
        try {
            for (var bytes = StandardCharsets.UTF_8.encode(line); bytes.hasRemaining(); ) {
                written += file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        store(key, entry);
        return entry;
    }

    /** Waits until the file is on disk up to this position. One write to disk covers the lines of all waiting calls. */
    private void force(long end) {
        synchronized (disk) {
            if (durable >= end) {
                return;
            }
            long reached;
            synchronized (this) {
                reached = written;
            }
            try {
                file.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            durable = reached;
        }
    }

    /** Returns the length of the complete lines, in bytes. */
    private long load(String text) {
        var complete = text.substring(0, text.lastIndexOf('\n') + 1);
        complete.lines().forEach(line -> {
            var entry = JsonHttpServer.JSON.readValue(line, Entry.class);
            store(entry.key(), entry);
        });
        return complete.getBytes(StandardCharsets.UTF_8).length;
    }

    private void store(String key, Entry entry) {
        entries.add(entry);
        byKey.put(key, entry);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
