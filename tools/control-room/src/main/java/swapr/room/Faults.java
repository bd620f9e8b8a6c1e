package swapr.room;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Faults and a load, which an operator causes. The room has no code for faults: it starts {@code ./swapr faults}, which
 * has those of {@code ./swapr chaos}, when a page asks. In containers this process is in the image of the room.
 */
final class Faults {

    /** A page asks every two seconds. Without a page, and without a fault, the process ends after this time. */
    private static final Duration IDLE = Duration.ofSeconds(90);
    /** After a start that failed. */
    private static final Duration PAUSE = Duration.ofSeconds(15);

    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final List<String> FIELDS = List.of("do", "fault", "target", "rate");
    private static final String STATES = "{\"do\":\"states\"}";

    private final String command;
    private final Path leftFaults;
    private final String logCommand;
    private @Nullable FaultProcess process;
    private long startedAt;
    private long lastUse;
    private boolean hasFaults;
    private Map<String, Object> summary = Map.of();

    /**
     * @param command the path of {@code ./swapr}; empty if there is none, then there are no faults
     * @param leftFaults the file with the names of the faults that last
     * @param logCommand prints the log of this process
     */
    Faults(String command, Path leftFaults, String logCommand) {
        this.command = command;
        this.leftFaults = leftFaults;
        this.logCommand = logCommand;
    }

    static Faults of(Settings settings) {
        var left = settings.home().resolve("chaos").resolve("lasting-faults");
        return new Faults(settings.command(), left, settings.site().logCommand());
    }

    /** Starts the process if an earlier one was killed while faults lasted: it ends them. */
    void endLeft() {
        try {
            if (Files.exists(leftFaults) && Files.size(leftFaults) > 0) {
                states();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends the process, and waits until it has ended all faults. In a container nothing lives longer than the room. */
    synchronized void end() {
        var current = process;
        if (current != null) {
            current.close();
            current.awaitEnd(PAUSE);
        }
    }

    /** The states of all targets, or that the process starts. */
    Answer states() {
        return send(STATES);
    }

    /**
     * The journal of the faults and the figures of the load, for the curves and the map. It starts no process: without
     * one, the journal is the last known one, and there is no load.
     */
    synchronized Answer summary() {
        var current = process;
        if (current == null || !current.isAlive()) {
            return Answer.json(Map.of("journal", summary.getOrDefault("journal", List.of())));
        }
        try {
            if (current.isReady()) {
                answer(current.ask(STATES));
            }
        } catch (IOException | JacksonException e) {
            System.err.println("The journal of the faults is not new. " + e.getMessage());
        }
        return Answer.json(summary);
    }

    /** Causes or ends a fault, as the page asks in JSON. The answer has the states after it. */
    Answer change(String body) {
        var request = new LinkedHashMap<String, Object>();
        try {
            var wanted = Json.MAPPER.readTree(body);
            FIELDS.stream().filter(wanted::has).forEach(field -> request.put(field, wanted.get(field)));
        } catch (JacksonException e) {
            return Answer.problem(400, "The request is no JSON.");
        }
        return send(Json.of(request));
    }

    private synchronized Answer send(String request) {
        if (command.isEmpty()) {
            return Answer.problem(503, "This control room was started without a program for faults.");
        }
        lastUse = System.nanoTime();
        try {
            var current = process;
            if (current == null || !current.isAlive()) {
                if (current != null && !current.isReady() && System.nanoTime() - startedAt < PAUSE.toNanos()) {
                    return Answer.problem(503, "The process for faults did not start. The reason: " + logCommand);
                }
                current = start();
            }
            return current.isReady() ? answer(current.ask(request)) : Answer.json(Map.of("starting", true));
        } catch (IOException | JacksonException e) {
            return Answer.problem(503, "The process for faults cannot be used. " + e.getMessage());
        }
    }

    private Answer answer(String line) {
        var states = Json.MAPPER.readTree(line);
        hasFaults = states.path("active").asBoolean(false);
        summary = Map.of("journal", states.path("journal"), "load", states.path("load"));
        var error = states.path("error").asString("");
        return error.isEmpty() ? Answer.of(200, "application/json", line) : Answer.problem(409, sentence(error));
    }

    private static String sentence(String error) {
        return Character.toUpperCase(error.charAt(0)) + error.substring(1) + ".";
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
                states(); // starts the next process, which ends them
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
            answer(started.ask(STATES));
            return !hasFaults;
        } catch (IOException | JacksonException e) {
            return true;
        }
    }

    private synchronized boolean wasKilledWithFaults(FaultProcess ended) {
        return hasFaults && process == null && ended.isReady();
    }
}
