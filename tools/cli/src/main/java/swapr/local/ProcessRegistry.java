package swapr.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts and registers processes. A process is registered before anything else happens. After stopping has begun, a new
 * process is killed. So an interrupt at any moment leaves no process behind.
 */
final class ProcessRegistry {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(5);

    private final State state;
    private final ExitNotes notes;
    private final Path run;
    private final List<RunningProcess> started = new ArrayList<>();
    private boolean stopping;

    ProcessRegistry(State state, ExitNotes notes, Path run) {
        this.state = state;
        this.notes = notes;
        this.run = run;
    }

    /** Returns a launcher for this name. It starts each process in a shell that waits for its end. */
    Launcher named(String name) {
        return (command, log, environment) -> start(name, command, log, environment);
    }

    private LaunchedProcess start(String name, List<String> command, Path log, Map<String, String> environment)
            throws IOException {
        var builder = DetachedProcess.builder(ShellWrapper.around(name, command, run, environment.keySet()), log);
        builder.environment().putAll(environment);
        synchronized (this) {
            notes.started(name);
            var shell = builder.start();
            OsProcess.await(
                    START_TIMEOUT,
                    2,
                    () -> !shell.isAlive() || shell.children().findAny().isPresent());
            var pid = shell.children().findAny().map(ProcessHandle::pid).orElse(shell.pid());
            var launched = new LaunchedProcess(shell, pid);
            register(name, launched);
            return launched;
        }
    }

    /** Registers a process that was just started, or kills it if stopping has begun. */
    void register(String name, LaunchedProcess launched) {
        var running = ProcessHandle.of(launched.pid()).map(process -> RunningProcess.of(name, process));
        synchronized (this) {
            if (!stopping) {
                running.ifPresent(started::add);
                running.ifPresent(state::add);
                return;
            }
        }
        launched.kill();
    }

    /** From now on a new process is killed. */
    synchronized void close() {
        stopping = true;
    }

    /** Stops the processes of this registry and those that other commands have added since. */
    void stopEverything() {
        List<RunningProcess> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(started);
        }
        state.reload();
        state.alive().stream().filter(running -> !all.contains(running)).forEach(all::add);
        stop(all);
    }

    /** Stops only the processes of this registry. A failed start uses it. */
    void stopMine() {
        List<RunningProcess> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(started);
        }
        stop(all);
    }

    private void stop(List<RunningProcess> all) {
        all.forEach(running -> notes.stopped(running.name()));
        Shutdown.inOrder(all);
    }
}
