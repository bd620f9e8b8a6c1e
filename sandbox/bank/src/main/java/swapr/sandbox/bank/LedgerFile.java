package swapr.sandbox.bank;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import swapr.sandbox.http.JsonHttpServer;

/** The file of the ledger: one JSON line per entry. A position is the number of bytes before a line. Thread-safe. */
final class LedgerFile implements AutoCloseable {

    /** Receives a line. */
    interface Reader {
        void accept(long position, Entry entry) throws IOException;
    }

    private static final int USUAL_LINE = 1_024;

    private final Path path;
    private final FileChannel file;
    private final Object disk = new Object();
    private long end;
    private long durable;

    /** Opens the file, or creates an empty one. Call {@link #recover} before any other method. */
    LedgerFile(Path path) throws IOException {
        this.path = path;
        Files.createDirectories(path.toAbsolutePath().getParent());
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** The number of bytes of the file, with a line that is incomplete after a crash. */
    long size() throws IOException {
        return file.size();
    }

    /** Reads all lines from this position. An incomplete last line was never acknowledged, so it is removed. */
    synchronized void recover(long from, Reader reader) throws IOException {
        end = read(from, Integer.MAX_VALUE, reader);
        file.truncate(end).position(end).force(true);
        durable = end;
    }

    /** The position behind the last line. */
    synchronized long end() {
        return end;
    }

    /** Appends a line and returns its position. It is on disk after {@link #force}. */
    synchronized long append(Entry entry) throws IOException {
        var line = JsonHttpServer.JSON.writeValueAsString(entry) + "\n";
        var position = end;
        for (var bytes = StandardCharsets.UTF_8.encode(line); bytes.hasRemaining(); ) {
            end += file.write(bytes);
        }
        return position;
    }

    /** Waits until the file is on disk up to this position. One write to disk covers the lines of all waiting calls. */
    void force(long position) throws IOException {
        synchronized (disk) {
            if (durable < position) {
                long reached = end();
                file.force(false);
                durable = reached;
            }
        }
    }

    /** Reads complete lines from this position, at most this number. Returns the position behind the last one. */
    long read(long from, int most, Reader reader) throws IOException {
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
                reader.accept(position, parse(line.toByteArray(), line.size()));
                position += line.size() + 1;
                line.reset();
                lines++;
            }
            return position;
        }
    }

    /** The entry of the line that begins at this position; null if none begins there. */
    synchronized @Nullable Entry read(long position) throws IOException {
        if (position >= end || !beginsLine(position)) {
            return null;
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

    /** Whether a line begins at this position, or the file ends there. */
    boolean beginsLine(long position) throws IOException {
        var before = ByteBuffer.allocate(1);
        return position == 0 || (file.read(before, position - 1) == 1 && before.get(0) == '\n');
    }

    private static Entry parse(byte[] line, int length) {
        return JsonHttpServer.JSON.readValue(line, 0, length, Entry.class);
    }

    @Override
    public void close() throws IOException {
        file.force(true);
        file.close();
    }
}
