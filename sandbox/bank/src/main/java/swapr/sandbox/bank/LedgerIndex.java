package swapr.sandbox.bank;

import java.io.IOException;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds lines of the ledger by a text, such as an idempotency key. It is a hash table in a file that is mapped into
 * memory. So neither the heap of the bank nor its start grows with the ledger.
 *
 * <p>A slot has two numbers: the hash of a text, and the position of its line plus 1, or 0 if the slot is free. Two
 * texts may have the same hash, so the caller compares the lines that it gets. The first two numbers of the file are
 * {@link #covered()} and the number of used slots. Not thread-safe.
 */
final class LedgerIndex {

    private static final int COVERED = 0;
    private static final int USED = 1;
    private static final int HEADER = 2;
    private static final int FIRST_SLOTS = 1 << 12;

    private final Path path;
    private MappedByteBuffer file;
    private LongBuffer numbers;

    /** Opens the index, or creates an empty one. */
    LedgerIndex(Path path) throws IOException {
        this.path = path;
        file = map(path, Files.exists(path) ? Files.size(path) : bytes(FIRST_SLOTS));
        numbers = file.asLongBuffer();
    }

    /**
     * The length of the ledger at the last {@link #save}. The lines before it are in the index, even after a crash of
     * the machine. Later lines must be put again; this changes nothing if they are in the index.
     */
    long covered() {
        return numbers.get(COVERED);
    }

    /** Adds a line that begins at this position, under this text. */
    void put(String text, long position) throws IOException {
        if (2 * (numbers.get(USED) + 1) > slots()) {
            grow();
        }
        put(numbers, hash(text), position);
    }

    /** The positions of the lines that may have this text; each line with this text is among them. */
    List<Long> find(String text) {
        List<Long> found = new ArrayList<>(1);
        long hash = hash(text);
        for (int slot = slot(numbers, hash); numbers.get(slot + 1) != 0; slot = next(numbers, slot)) {
            if (numbers.get(slot) == hash) {
                found.add(numbers.get(slot + 1) - 1);
            }
        }
        return found;
    }

    /** Writes the index to the disk. It then covers this length of the ledger. */
    void save(long length) {
        file.force();
        numbers.put(COVERED, length);
        file.force(0, Long.BYTES);
    }

    /** Removes all lines. */
    void clear() {
        for (int i = 0; i < numbers.limit(); i++) {
            numbers.put(i, 0);
        }
    }

    /** Copies all slots into a file of twice the size, which then replaces the old file. */
    private void grow() throws IOException {
        Path bigger = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(bigger);
        MappedByteBuffer newFile = map(bigger, bytes(2L * slots()));
        LongBuffer copy = newFile.asLongBuffer();
        copy.put(COVERED, covered());
        for (int slot = HEADER; slot < numbers.limit(); slot += 2) {
            if (numbers.get(slot + 1) != 0) {
                put(copy, numbers.get(slot), numbers.get(slot + 1) - 1);
            }
        }
        newFile.force();
        Files.move(bigger, path, StandardCopyOption.ATOMIC_MOVE);
        file = newFile;
        numbers = copy;
    }

    private static void put(LongBuffer numbers, long hash, long position) {
        int slot = slot(numbers, hash);
        while (numbers.get(slot + 1) != 0) {
            if (numbers.get(slot) == hash && numbers.get(slot + 1) == position + 1) {
                return;
            }
            slot = next(numbers, slot);
        }
        numbers.put(slot, hash);
        numbers.put(slot + 1, position + 1);
        numbers.put(USED, numbers.get(USED) + 1);
    }

    private int slots() {
        return slots(numbers);
    }

    private static int slots(LongBuffer numbers) {
        return (numbers.limit() - HEADER) / 2;
    }

    /** The slot in which the search for a hash begins. The number of slots is a power of two. */
    private static int slot(LongBuffer numbers, long hash) {
        return HEADER + 2 * (int) (hash & (slots(numbers) - 1));
    }

    private static int next(LongBuffer numbers, int slot) {
        return slot + 2 < numbers.limit() ? slot + 2 : HEADER;
    }

    private static long hash(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
    }

    private static long bytes(long slots) {
        return (HEADER + 2 * slots) * Long.BYTES;
    }

    private static MappedByteBuffer map(Path path, long size) throws IOException {
        try (var channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(MapMode.READ_WRITE, 0, size);
        }
    }
}
