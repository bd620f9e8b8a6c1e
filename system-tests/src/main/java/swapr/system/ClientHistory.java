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

/**
 * What the load client wanted and what it was told, in a file: each intent is on disk before its request goes out, each
 * outcome before it counts. A crash of the client itself leaves an intent without an outcome, which is unknown.
 */
final class ClientHistory implements AutoCloseable {

    enum Outcome {
        /** On its way, or the client died. */
        INTENT,
        /** 2xx: it must be there. */
        ACKNOWLEDGED,
        /** 4xx: it must have had no effect. */
        REFUSED,
        /** No answer, or 5xx: it may or may not have happened. */
        UNKNOWN
    }

    /**
     * One line.
     *
     * @param n counts all lines of the run
     * @param began the line of the intent; its own for an intent
     * @param kind REGISTER, LIST, REDUCE, ORDER, CANCEL, LOOK or SEARCH
     * @param key what names the request for good: the e-mail address, the title, the Idempotency-Key
     * @param status of HTTP; 0 when there was no answer
     * @param answer the id that came back
     * @param version the version that came back with it; 0 for none
     */
    record HistoryLine(
            int n,
            int began,
            Instant at,
            String kind,
            String key,
            String person,
            Outcome outcome,
            int status,
            @Nullable String answer,
            long version) {

        /** As the oracle reads it. */
        String[] row() {
            return new String[] {
                kind,
                key,
                person,
                outcome.name(),
                Integer.toString(status),
                answer,
                Integer.toString(began),
                Integer.toString(n),
                Long.toString(version)
            };
        }

        /** The same, when nobody has told what became of it. */
        HistoryLine unknown() {
            return new HistoryLine(n, began, at, kind, key, person, Outcome.UNKNOWN, 0, null, 0);
        }
    }

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

    /** Writes that somebody is about to ask; returns the line when it is on disk. */
    HistoryLine intend(String kind, String key, String person) {
        return write(-1, kind, key, person, Outcome.INTENT, 0, null, 0);
    }

    /** Writes what they were told; returns when it is on disk. */
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
                throw new UncheckedIOException("the client's history: " + e.getMessage(), e);
            }
            end = written;
        }
        sync(end);
        return line;
    }

    /** Whoever waits here while another line is synced finds its own synced, too. */
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

    /** All that it says up to now. */
    ClientOutcomes outcomes() {
        return new ClientOutcomes(lines());
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
