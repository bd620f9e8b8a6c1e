package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swapr.system.HistoryLine.Outcome;

/**
 * The requests of the load client and their outcomes, in a file. An intent is on disk before its request is sent, an
 * outcome before the client uses it. If the client itself crashes, an intent has no outcome, and the outcome is
 * unknown.
 */
final class ClientHistory implements AutoCloseable {

    private final FileChannel file;
    private final List<HistoryLine> lines = new ArrayList<>();
    private final Object disk = new Object();
    private long written;
    private long durable;

    ClientHistory(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the intent to send a request. Returns its line when the line is on disk. */
    HistoryLine intend(String kind, String key, String person) {
        return write(-1, kind, key, person, Outcome.INTENT, 0, null, 0);
    }

    /** Writes the outcome of a request. Returns when the line is on disk. */
    void learn(HistoryLine intent, Outcome outcome, int status, @Nullable String answer, long version) {
        write(intent.n(), intent.kind(), intent.key(), intent.person(), outcome, status, answer, version);
    }

    private HistoryLine write(
            int began,
            String kind,
            String key,
            String person,
            Outcome outcome,
            int status,
            @Nullable String answer,
            long version) {
        HistoryLine line;
        long end;
        synchronized (this) {
            int n = lines.size();
            line = new HistoryLine(
                    n, began < 0 ? n : began, Instant.now(), kind, key, person, outcome, status, answer, version);
            lines.add(line);
            var bytes = ByteBuffer.wrap((Http.JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            try {
                while (bytes.hasRemaining()) {
                    written += file.write(bytes);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the client's history cannot be written: " + e.getMessage(), e);
            }
            end = written;
        }
        sync(end);
        return line;
    }

    /** One sync covers all lines written before it. Threads that wait for the lock often find their line on disk. */
    private void sync(long end) {
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

    synchronized List<HistoryLine> lines() {
        return List.copyOf(lines);
    }

    /** The outcomes up to now. */
    ClientOutcomes outcomes() {
        return new ClientOutcomes(lines());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
