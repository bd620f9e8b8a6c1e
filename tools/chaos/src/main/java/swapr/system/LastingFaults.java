package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Faults that have an end, by name. A fault whose end fails is tried again each second. Their names are in a file, so
 * that faults of a killed process end when the next one starts. The reason of each end is one of four.
 */
final class LastingFaults implements AutoCloseable {

    static final String TIME_LIMIT = "time limit";
    static final String UNDONE = "undone";
    static final String PROCESS_DIED = "its process died";
    static final String ROOM_ENDED = "the control room ended";

    private static final Duration TICK = Duration.ofMillis(500);

    private final Path file;
    private final BiConsumer<String, String> undo;
    private final Map<String, Instant> ends = new TreeMap<>();
    /** The faults of an earlier process. */
    private final Set<String> inherited = new TreeSet<>();

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    /** @param undo ends the fault with this name for this reason, and does nothing if there is none */
    LastingFaults(Path file, BiConsumer<String, String> undo) {
        this.file = file;
        this.undo = undo;
        inherited.addAll(read());
        inherited.forEach(name -> ends.put(name, Instant.now()));
        var _ = clock.scheduleWithFixedDelay(this::endDue, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins a fault. If it lasts already, its end changes. A fault that begins with an error is ended at once. */
    synchronized void begin(String name, Duration duration, Runnable action) {
        ends.put(name, Instant.now().plus(duration));
        inherited.remove(name);
        store(); // first, so that the next process knows it
        try {
            action.run();
        } catch (RuntimeException e) {
            ends.put(name, Instant.now());
            throw e;
        }
    }

    private synchronized void endDue() {
        try {
            var now = Instant.now();
            end(
                    ends.entrySet().stream()
                            .filter(fault -> !fault.getValue().isAfter(now))
                            .map(Map.Entry::getKey)
                            .toList(),
                    TIME_LIMIT);
        } catch (RuntimeException e) {
            System.err.println(e.getMessage() + ". It is tried again");
        }
    }

    /**
     * Ends these faults, also those that it did not begin.
     *
     * @throws IllegalStateException if some of them did not end; the message has their names
     */
    void end(Collection<String> names) {
        end(names, UNDONE);
    }

    private synchronized void end(Collection<String> names, String why) {
        var failed = new ArrayList<String>();
        for (var name : names) {
            try {
                undo.accept(name, inherited.contains(name) ? PROCESS_DIED : why);
                ends.remove(name);
                inherited.remove(name);
            } catch (RuntimeException e) {
                failed.add("%s (%s)".formatted(name, e.getMessage()));
            }
        }
        if (!names.isEmpty()) {
            store();
        }
        if (!failed.isEmpty()) {
            throw new IllegalStateException("not ended: " + String.join(", ", failed));
        }
    }

    /** The end of each fault that lasts, by name. */
    synchronized Map<String, Instant> ends() {
        return new TreeMap<>(ends);
    }

    private List<String> read() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void store() {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, ends.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        clock.shutdown();
        try {
            end(ends().keySet(), ROOM_ENDED);
        } catch (IllegalStateException e) {
            end(ends().keySet(), ROOM_ENDED); // a server that was frozen may accept the end of its fault now
        }
    }
}
