package swapr.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Starts the process for faults when a page asks, and ends it when it is idle. If the process is killed while faults
 * last, the next one is started, because each process ends the faults of the one before it.
 */
final class FaultProcesses {

    static final String STATES = "{\"do\":\"states\"}";

    /** A page asks every two seconds. Without a page, and without a fault, the process ends after this time. */
    private static final Duration IDLE = Duration.ofSeconds(90);
    /** After a start that failed, and at most for the end of all faults. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Duration CHECK = Duration.ofSeconds(5);

    private final String command;
    private final Path leftFaults;
    private @Nullable FaultProcess process;
    private long startedAt;
    private long lastUse;
    private boolean hasFaults;

    /**
     * @param command the path of {@code ./swapr}, or of a program that causes the same faults
     * @param leftFaults the file with the names of the faults that last
     */
    FaultProcesses(String command, Path leftFaults) {
        this.command = command;
        this.leftFaults = leftFaults;
    }

    /** Starts a process if an earlier one was killed while faults lasted. */
    void endLeft() {
        try {
            if (Files.exists(leftFaults) && Files.size(leftFaults) > 0) {
                ask(STATES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends a request.
     *
     * @return empty while the process starts
     * @throws IOException if it cannot be used, or has not started a moment ago; the message is a sentence
     */
    synchronized Optional<JsonNode> ask(String request) throws IOException {
        lastUse = System.nanoTime();
        var current = process;
        if (current == null || !current.isAlive()) {
            if (current != null && !current.isReady() && System.nanoTime() - startedAt < PAUSE.toNanos()) {
                throw new IOException("It did not start.");
            }
            current = start();
        }
        return current.isReady() ? Optional.of(answer(current, request)) : Optional.empty();
    }

    /** The states of the process that runs; empty if there is none. This does not keep it from its end. */
    synchronized Optional<JsonNode> statesIfItRuns() throws IOException {
        var current = process;
        return current != null && current.isAlive() && current.isReady()
                ? Optional.of(answer(current, STATES))
                : Optional.empty();
    }

    private JsonNode answer(FaultProcess asked, String request) throws IOException {
        try {
            var answer = Json.MAPPER.readTree(asked.ask(request));
            hasFaults = answer.path("active").asBoolean(false);
            return answer;
        } catch (JacksonException e) {
            throw new IOException("Its answer is no JSON.", e);
        }
    }

    private FaultProcess start() throws IOException {
        startedAt = System.nanoTime();
        var started = new FaultProcess(command);
        process = started;
        Thread.startVirtualThread(() -> closeWhenIdle(started));
        return started;
    }

    private void closeWhenIdle(FaultProcess started) {
        try {
            while (started.isAlive() && !isIdle(started)) {
                Thread.sleep(CHECK);
            }
            close(started);
            if (wasKilledWithFaults(started)) {
                ask(STATES); // starts the next process, which ends them
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            System.err.println("The process for faults cannot be started again. " + e.getMessage());
        }
    }

    private synchronized void close(FaultProcess ended) {
        ended.close();
        if (process == ended && ended.isReady()) {
            process = null; // the next request starts another one
        }
    }

    /** Whether no page asks, no fault lasts and no load is sent. */
    private synchronized boolean isIdle(FaultProcess started) {
        if (System.nanoTime() - lastUse < IDLE.toNanos() || !started.isReady()) {
            return false;
        }
        try {
            answer(started, STATES);
            return !hasFaults;
        } catch (IOException e) {
            return true;
        }
    }

    private synchronized boolean wasKilledWithFaults(FaultProcess ended) {
        return hasFaults && process == null && ended.isReady();
    }

    /** Ends the process, and waits until it has ended all faults. In a container nothing lives longer than the room. */
    synchronized void end() {
        var current = process;
        if (current != null) {
            hasFaults = false; // it ends them, so no other process must
            current.close();
            current.awaitEnd(PAUSE);
        }
    }
}
