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
import java.util.EnumMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the load client wanted and what it was told, in a file: each intent is on disk before its request goes out, each
 * outcome before it counts. A crash of the client itself leaves an intent without an outcome, which is unknown.
 */
final class History implements AutoCloseable {

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
     * @param kind REGISTER, LIST, REDUCE, ORDER, CANCEL or SEARCH
     * @param key what names the request for good: the e-mail address, the title, the Idempotency-Key
     * @param status of HTTP; 0 when there was no answer
     * @param answer the id that came back
     */
    record Line(
            Instant at,
            String kind,
            String key,
            String person,
            Outcome outcome,
            int status,
            @Nullable String answer) {}

    private final FileChannel file;
    private final List<Line> lines = new ArrayList<>();
    private final Object disk = new Object();
    private long written;
    private long durable;

    History(Path path) {
        try {
            file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the line is on disk. */
    void write(String kind, String key, String person, Outcome outcome, int status, @Nullable String answer) {
        var line = new Line(Instant.now(), kind, key, person, outcome, status, answer);
        long end;
        synchronized (this) {
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

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** What became of each request; an intent without an outcome is unknown. */
    synchronized List<Line> outcomes() {
        var answered = lines.stream()
                .filter(line -> line.outcome() != Outcome.INTENT)
                .map(line -> line.kind() + line.key())
                .collect(java.util.stream.Collectors.toSet());
        return lines.stream()
                .filter(line -> line.outcome() != Outcome.INTENT || !answered.contains(line.kind() + line.key()))
                .map(line -> line.outcome() == Outcome.INTENT
                        ? new Line(line.at(), line.kind(), line.key(), line.person(), Outcome.UNKNOWN, 0, null)
                        : line)
                .toList();
    }

    /** Of the writes that have an outcome since then, the share that was answered, if only with a refusal: 0 to 1. */
    synchronized double answered(Instant from) {
        var writes = lines.stream()
                .filter(line -> line.at().isAfter(from) && !line.kind().equals("SEARCH"))
                .toList();
        long unknown = writes.stream()
                .filter(line -> line.outcome() == Outcome.UNKNOWN)
                .count();
        long answered = writes.stream()
                .filter(line -> line.outcome() == Outcome.ACKNOWLEDGED || line.outcome() == Outcome.REFUSED)
                .count();
        return answered == 0 ? 0 : (double) answered / (answered + unknown);
    }

    /** How many requests of a kind got no good answer since then. */
    synchronized long failed(String kind, Instant from) {
        return lines.stream()
                .filter(line -> line.at().isAfter(from) && line.kind().equals(kind))
                .filter(line -> line.outcome() == Outcome.UNKNOWN)
                .count();
    }

    /** How many answers there were of each kind, in words. */
    synchronized String told() {
        var counts = new EnumMap<Outcome, Integer>(Outcome.class);
        lines.forEach(line -> counts.merge(line.outcome(), 1, Integer::sum));
        return "%,d done, %,d refused, %,d times no answer"
                .formatted(
                        counts.getOrDefault(Outcome.ACKNOWLEDGED, 0),
                        counts.getOrDefault(Outcome.REFUSED, 0),
                        counts.getOrDefault(Outcome.UNKNOWN, 0));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
