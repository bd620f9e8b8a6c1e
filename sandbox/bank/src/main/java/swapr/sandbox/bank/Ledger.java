package swapr.sandbox.bank;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.JsonHttpServer;
import swapr.sandbox.http.Refused;

/**
 * The ledger of the bank: one JSON line per entry. An entry is on disk before the caller gets a response. One
 * idempotency key makes one entry, also after a restart. purchase-service relies on that.
 *
 * <p>The entries are in the file only. A {@link LedgerIndex} beside it finds them.
 */
final class Ledger implements AutoCloseable {

    /**
     * Entries from a position of the ledger.
     *
     * @param next the position behind the last of these entries
     * @param end the position behind the last entry of the ledger
     */
    record Page(List<Entry> entries, long next, long end) {}

    /** After a crash of the bank, at most this number of lines is read again. */
    private static final int SAVE_EVERY = 20_000;

    private static final int USUAL_LINE = 1_024;

    private final Path path;
    private final FileChannel file;
    private final LedgerIndex index;
    private final Object disk = new Object();
    private long written;
    private long durable;
    private int unsaved;

    Ledger(Path path) {
        this.path = path;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            index = new LedgerIndex(path.resolveSibling(path.getFileName() + ".index"));
            if (index.covered() > file.size()) { // the ledger was deleted, or the machine has lost its end
                index.clear();
            }
            written = readLines(index.covered(), Integer.MAX_VALUE, this::put);
            // An incomplete line after a crash was never acknowledged, so it is removed.
            file.truncate(written).position(written).force(true);
            durable = written;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + path, e);
        }
    }

    /**
     * Returns the entry of this key. If there is none, {@code decide} creates it.
     *
     * @throws Refused with 422 if the key was used for another request
     */
    Entry recordOnce(String key, String request, Supplier<Entry> decide) {
        long end;
        Entry entry;
        synchronized (this) {
            var known = find(key, found -> found.key().equals(key)).orElse(null);
            if (known != null && !known.request().equals(request)) {
                throw new Refused(422, "this Idempotency-Key was used with another request; use a new key");
            }
            entry = known != null ? known : append(decide.get());
            end = written;
        }
        force(end);
        return entry;
    }

    /** The entry of this charge, if it captured money for this order. */
    synchronized Optional<Entry> payment(UUID payment, UUID order) {
        return find(Entry.capturedKey(payment), entry -> entry.isPaymentOf(payment, order));
    }

    synchronized boolean isRefunded(UUID payment) {
        return find(Entry.refundedKey(payment), entry -> entry.isRefundOf(payment))
                .isPresent();
    }

    /**
     * The entries from this position, oldest first.
     *
     * @param from 0, or a position of an earlier page
     * @throws Refused with 400 if no entry begins at this position
     */
    Page entries(long from, int most) {
        long end;
        synchronized (this) {
            end = written;
        }
        try {
            if (from > end || !beginsLine(from)) {
                throw new Refused(400, "from must be a position of an earlier response: next, end or 0");
            }
            List<Entry> entries = new ArrayList<>();
            long next = readLines(from, most, (position, entry) -> entries.add(entry));
            return new Page(entries, next, Math.max(next, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Optional<Entry> find(String text, Predicate<Entry> matches) {
        try {
            for (long position : index.find(text)) {
                var entry = read(position);
                if (entry != null && matches.test(entry)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry that begins at this position; null if none begins there. */
    private @Nullable Entry read(long position) throws IOException {
        if (position >= written || !beginsLine(position)) {
            return null; // of a line that the machine has lost in a crash
        }
        var line = ByteBuffer.allocate(USUAL_LINE);
        while (true) {
            int read = file.read(line, position + line.position());
            for (int i = 0; i < line.position(); i++) {
                if (line.get(i) == '\n') {
                    return parse(line.array(), i);
                }
            }
            if (read < 0) {
                return null;
            }
            line = line.hasRemaining()
                    ? line
                    : ByteBuffer.allocate(2 * line.capacity()).put(line.flip());
        }
    }

    private boolean beginsLine(long position) throws IOException {
        var before = ByteBuffer.allocate(1);
        return position == 0 || (file.read(before, position - 1) == 1 && before.get(0) == '\n');
    }

    private static Entry parse(byte[] line, int length) {
        return JsonHttpServer.JSON.readValue(line, 0, length, Entry.class);
    }

    private Entry append(Entry entry) {
        var line = JsonHttpServer.JSON.writeValueAsString(entry) + "\n";
        var position = written;
        try {
            for (var bytes = StandardCharsets.UTF_8.encode(line); bytes.hasRemaining(); ) {
                written += file.write(bytes);
            }
            put(position, entry);
            if (++unsaved == SAVE_EVERY) {
                index.save(written);
                unsaved = 0;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private interface Line {
        void accept(long position, Entry entry) throws IOException;
    }

    /** Reads complete lines from this position. Returns the position behind the last one. */
    private long readLines(long from, int most, Line each) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            in.skipNBytes(from);
            var line = new ByteArrayOutputStream();
            long position = from;
            int lines = 0;
            for (int next; lines < most && (next = in.read()) >= 0; ) {
                if (next != '\n') {
                    line.write(next);
                    continue;
                }
                each.accept(position, parse(line.toByteArray(), line.size()));
                position += line.size() + 1;
                line.reset();
                lines++;
            }
            return position;
        }
    }

    private void put(long position, Entry entry) throws IOException {
        for (var text : entry.keys()) {
            index.put(text, position);
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            file.force(true);
            index.save(written);
        }
        file.close();
    }
}
