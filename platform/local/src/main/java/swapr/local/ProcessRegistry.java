package swapr.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where processes are born. Every one is written down before anything else happens, and once stopping has begun no new
 * one stays: so an interruption at any moment leaves none behind.
 */
final class ProcessRegistry {

    private static final Duration TO_START = Duration.ofSeconds(5);

    private final State state;
    private final ExitNotes notes;
    private final Path run;
    private final List<RunningProcess> mine = new ArrayList<>();
    private boolean stopping;

    ProcessRegistry(State state, ExitNotes notes, Path run) {
        this.state = state;
        this.notes = notes;
        this.run = run;
    }

    /** Starts processes of this name, each with a shell that waits for its end. */
    Launcher named(String name) {
        return (command, log, environment) -> start(name, command, log, environment);
    }

    private LaunchedProcess start(String name, List<String> command, Path log, Map<String, String> environment)
            throws IOException {
        var builder = OsProcess.builder(ShellWrapper.around(name, command, run, environment.keySet()), log);
        builder.environment().putAll(environment);
        synchronized (this) {
            notes.started(name);
            var shell = builder.start();
            OsProcess.await(
                    TO_START,
                    2,
                    () -> !shell.isAlive() || shell.children().findAny().isPresent());
            var pid = shell.children().findAny().map(ProcessHandle::pid).orElse(shell.pid());
            var launched = new LaunchedProcess(shell, pid);
            register(name, launched);
            return launched;
        }
    }

    /** A process that nobody waits for. */
    void register(String name, LaunchedProcess launched) {
        var running = ProcessHandle.of(launched.pid()).map(process -> RunningProcess.of(name, process));
        synchronized (this) {
            if (!stopping) {
                running.ifPresent(mine::add);
                running.ifPresent(state::add);
                return;
            }
        }
        launched.kill();
    }

    /** Nothing is born here any more. */
    synchronized void close() {
        stopping = true;
    }

    /** Stops what was started here and what other commands added since. */
    void stopEverything() {
        List<RunningProcess> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(mine);
        }
        state.reload();
        state.alive().stream().filter(running -> !all.contains(running)).forEach(all::add);
        stop(all);
    }

    /** A failed start takes away only what it brought. */
    void stopMine() {
        List<RunningProcess> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(mine);
        }
        stop(all);
    }

    private void stop(List<RunningProcess> all) {
        all.forEach(running -> notes.stopped(running.name()));
        Shutdown.inOrder(all);
    }
}
