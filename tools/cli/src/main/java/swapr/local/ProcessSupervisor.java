package swapr.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Starts processes again that have ended unexpectedly: after 1, 2, 4, 8 and 16 seconds, at most five times within ten
 * minutes. The shell around such a process starts the supervisor ({@link ShellWrapper}). The supervisor ends when each
 * process runs or is given up. There is at most one, and it waits while {@code ./swapr up} starts processes. Its
 * process and its log have the name {@code keeper}.
 */
final class ProcessSupervisor {

    static final String NAME = "keeper";
    private final Layout layout;
    private final State state;
    private final ExitNotes notes;
    private final RestartPolicy restarts;
    private final ProcessRestart restart;
    private final Set<String> inWork = ConcurrentHashMap.newKeySet();

    /** @param firstPause the pause before the first restart; each later pause is twice as long */
    ProcessSupervisor(Layout layout, PrintStream out, Duration firstPause) {
        this.layout = layout;
        this.state = new State(layout.state());
        this.notes = new ExitNotes(layout);
        this.restarts = new RestartPolicy(layout);
        this.restart = new ProcessRestart(layout, state, notes, restarts, out, firstPause);
    }

    public static void main(String[] arguments) throws IOException {
        new ProcessSupervisor(Layout.here(), System.out, Duration.ofSeconds(1)).run();
    }

    /** Returns when no process is left to restart, or when another supervisor runs. */
    void run() throws IOException {
        // Repeated after the lock is released, because a process may have ended after our last check.
        do {
            try (var file = lockFile(layout, "run/keeper.lock");
                    var lock = file.tryLock()) {
                if (lock == null) {
                    return;
                }
                superviseAlone();
            }
        } while (!ended().isEmpty());
    }

    private void superviseAlone() throws IOException {
        restarts.keeperIs(RunningProcess.of(NAME, ProcessHandle.current()));
        // Waits while ./swapr up runs, because it decides which processes run.
        try (var starting = lockFile(layout, "lock");
                FileLock _ = starting.lock()) {
            supervise();
        } finally {
            Files.deleteIfExists(restarts.keeperFile());
        }
    }

    private static FileChannel lockFile(Layout layout, String name) throws IOException {
        return FileChannel.open(layout.home().resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private void supervise() {
        state.reload();
        var registry = new ProcessRegistry(state, notes, layout.run());
        Runtime.getRuntime().addShutdownHook(new Thread(registry::close));
        var ports = state.portsOfLastStart();
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var infrastructure = new Infrastructure(layout, ports, secrets, registry);
        var apps = new AppLauncher(layout, ports, secrets, registry);
        do {
            for (var name : ended()) {
                if (inWork.add(name)) {
                    Thread.ofVirtual().start(() -> {
                        try {
                            restart.of(name, new Marketplace(ports.instances(), infrastructure, apps, Progress.NONE));
                        } finally {
                            inWork.remove(name);
                        }
                    });
                }
            }
            OsProcess.await(Duration.ofMillis(100), () -> false);
        } while (!inWork.isEmpty() || !ended().isEmpty());
    }

    /** The processes that ended unexpectedly and are not given up. */
    private List<String> ended() {
        if (!restarts.areOn()) {
            return List.of();
        }
        state.reload();
        return state.portsOfLastStart().processes().stream()
                .filter(name -> notes.ending(name).isPresent() || restart.hasFailed(name))
                .filter(name -> state.alive(name).isEmpty())
                .filter(name -> !notes.isStopped(name) && !notes.isGivenUp(name))
                .toList();
    }
}
