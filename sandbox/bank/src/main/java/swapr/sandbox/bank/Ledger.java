package swapr.sandbox.bank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import swapr.sandbox.http.Refused;

/**
 * The ledger of the bank. An entry is on disk before the caller gets a response. One idempotency key makes one entry,
 * also after a restart. purchase-service relies on that.
 *
 * <p>The entries are in a {@link LedgerFile} only. A {@link LedgerIndex} beside it finds them.
 */
final class Ledger implements AutoCloseable {

    /** After a crash of the bank, at most this number of lines is read again. */
    private static final int SAVE_EVERY = 20_000;

    private final LedgerFile file;
    private final LedgerIndex index;
    private final LedgerTotals totals;
    private int unsaved;

    Ledger(Path path) {
        try {
            file = new LedgerFile(path);
            index = new LedgerIndex(path.resolveSibling(path.getFileName() + ".index"));
            if (index.covered() > file.size()) { // the ledger was deleted, or the machine has lost its end
                index.clear();
            }
            file.recover(index.covered(), this::put);
            totals = new LedgerTotals(file);
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
        try {
            long end;
            Entry entry;
            synchronized (this) {
                var known = find(key, found -> found.key().equals(key)).orElse(null);
                if (known != null && !known.request().equals(request)) {
                    throw new Refused(422, "this Idempotency-Key was used with another request; use a new key");
                }
                entry = known != null ? known : append(decide.get());
                end = file.end();
            }
            file.force(end);
            return entry;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    LedgerPage entries(long from, int most) {
        long end = file.end();
        try {
            if (from > end || !file.beginsLine(from)) {
                throw new Refused(400, "from must be a position of an earlier response: next, end or 0");
            }
            List<Entry> entries = new ArrayList<>();
            long next = file.read(from, most, (position, entry) -> entries.add(entry));
            return new LedgerPage(entries, next, Math.max(next, end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LedgerTotals totals() {
        return totals;
    }

    /** The charge and the refund with this key. They are different requests, so each may have it. */
    synchronized List<Entry> withKey(String idempotencyKey) {
        return Stream.of(Entry.Kind.CAPTURED, Entry.Kind.REFUNDED)
                .map(kind -> Entry.key(kind, idempotencyKey))
                .flatMap(key -> find(key, entry -> entry.key().equals(key)).stream())
                .toList();
    }

    private Optional<Entry> find(String text, Predicate<Entry> matches) {
        try {
            for (long position : index.find(text)) {
                var entry = file.read(position); // null for a line that the machine has lost in a crash
                if (entry != null && matches.test(entry)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry append(Entry entry) throws IOException {
        put(file.append(entry), entry);
        if (++unsaved == SAVE_EVERY) {
            index.save(file.end());
            unsaved = 0;
        }
        return entry;
    }

    private void put(long position, Entry entry) throws IOException {
        for (var text : entry.keys()) {
            index.put(text, position);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
        index.save(file.end());
    }
}
