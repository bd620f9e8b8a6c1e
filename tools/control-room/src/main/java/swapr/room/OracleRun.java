package swapr.room;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last {@code ./swapr chaos --check} that an operator has started on the page, with its lines. */
final class OracleRun {

    /** More than a check writes; the oldest lines are dropped. */
    private static final int MOST_LINES = 300;

    private final String command;
    private final Deque<String> lines = new ArrayDeque<>();
    private boolean isRunning;
    private @Nullable Integer exitCode;

    /** @param command the path of {@code ./swapr}; empty if there is none, then there are no checks */
    OracleRun(String command) {
        this.command = command;
    }

    /** The lines so far, whether it runs, and its exit code after its end. */
    synchronized Answer state() {
        var state = new LinkedHashMap<String, Object>();
        state.put("running", isRunning);
        if (exitCode != null) {
            state.put("exit_code", exitCode);
        }
        state.put("lines", List.copyOf(lines));
        return Answer.json(state);
    }

    /** Starts a check. Only one can run. */
    synchronized Answer start() {
        if (command.isEmpty()) {
            return Answer.problem(503, "This control room was not started by ./swapr up, so it cannot start a check.");
        }
        if (isRunning) {
            return Answer.problem(409, "The check runs already.");
        }
        try {
            var started = FaultProcess.builder(command, "chaos", "--check")
                    .redirectErrorStream(true)
                    .start();
            lines.clear();
            isRunning = true;
            exitCode = null;
            Thread.ofPlatform().daemon().name("oracle").start(() -> read(started));
        } catch (IOException e) {
            return Answer.problem(503, "./swapr chaos --check cannot be started. " + e.getMessage());
        }
        return state();
    }

    /** It runs until all of its lines are read, because a page asks no more after the end. */
    private void read(Process started) {
        try (var out = started.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(this::add);
        } catch (IOException e) {
            add("The lines of the check cannot be read: " + e.getMessage());
        } finally {
            end(started.onExit().join().exitValue());
        }
    }

    private synchronized void end(int code) {
        isRunning = false;
        exitCode = code;
    }

    private synchronized void add(String line) {
        lines.addLast(line);
        if (lines.size() > MOST_LINES) {
            lines.removeFirst();
        }
    }
}
