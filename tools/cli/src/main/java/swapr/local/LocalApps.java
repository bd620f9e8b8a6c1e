package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Stops and starts single applications of a running marketplace in this JVM, for programs that change their jars. */
public final class LocalApps {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(20);

    private final Layout layout;

    /** The applications of the marketplace with this checkout and this data directory. */
    public LocalApps(Path root, Path home) {
        this.layout = new Layout(root, home);
    }

    /**
     * The jar that an application runs from, such as {@code listing}. It is unpacked first if it is older than the last
     * build. Its manifest names its libraries. A program may replace it with a jar of the same name.
     */
    public Path jar(String process) {
        return AppLauncher.unpacked(Instance.of(process).app(), layout);
    }

    /** Makes the next start unpack the application again, so that a replaced jar is no longer used. */
    public void forgetJar(String process) {
        try {
            FileTrees.delete(layout.app(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops these processes. They stay stopped until {@link #start}. */
    public void stop(Collection<String> processes) {
        end(processes, false);
    }

    /** Kills these processes with signal 9, like a crash. They stay down until {@link #start}. */
    public void kill(Collection<String> processes) {
        end(processes, true);
    }

    private void end(Collection<String> processes, boolean kill) {
        var notes = new ExitNotes(layout);
        processes.forEach(notes::stopped); // first, so that no process is started again
        var running = new State(layout.state())
                .alive().stream()
                        .filter(process -> processes.contains(process.name()))
                        .toList();
        if (kill) {
            running.forEach(RunningProcess::kill);
        } else {
            Shutdown.inOrder(running);
        }
    }

    /**
     * Starts those of these applications that do not run. Returns when they are healthy. A name with a number, such as
     * {@code analytics-2}, starts one more instance of a service. The edge does not use it.
     *
     * @throws StartFailure if one does not start; it stays stopped
     */
    public void start(Collection<String> processes) {
        try (var lock =
                FileChannel.open(layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!OsProcess.await(LOCK_TIMEOUT, 100, () -> tryLock(lock))) {
                throw new IllegalStateException("another ./swapr up is starting Swapr. See ./swapr status");
            }
            var state = new State(layout.state());
            var notes = new ExitNotes(layout);
            var missing = processes.stream()
                    .filter(name -> state.alive(name).isEmpty())
                    .toList();
            missing.forEach(notes::forget);
            start(missing, state, notes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void start(List<String> missing, State state, ExitNotes notes) {
        var ports = state.portsOfLastStart();
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var registry = new ProcessRegistry(state, notes, layout.run());
        try {
            new Marketplace(
                            instances(missing, ports.instances()),
                            new Infrastructure(layout, ports, secrets, registry),
                            new AppLauncher(layout, ports, secrets, registry),
                            Progress.NONE)
                    .start(missing);
        } catch (RuntimeException e) {
            missing.forEach(notes::stopped); // before the lock is released, because the supervisor waits for it
            registry.stopMine();
            throw e;
        }
    }

    /** The highest number of these processes, at least that of the marketplace. */
    private static int instances(List<String> processes, int marketplace) {
        return Instance.all(PortBlock.MAX_INSTANCES).stream()
                .filter(instance -> processes.contains(instance.process()))
                .mapToInt(Instance::number)
                .reduce(marketplace, Math::max);
    }

    private static boolean tryLock(FileChannel lock) {
        try {
            return lock.tryLock() != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The log of a process. */
    public Path log(String process) {
        return layout.log(process);
    }

    /** The names of the processes of the marketplace that run now. */
    public Set<String> running() {
        return new State(layout.state())
                .alive().stream().map(RunningProcess::name).collect(Collectors.toSet());
    }
}
