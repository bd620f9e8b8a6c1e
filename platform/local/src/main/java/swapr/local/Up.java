package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start everything that is not running, and wait until it is healthy. Ctrl-C stops it.")
final class Up implements Callable<Integer> {

    @Option(
            names = {"-d", "--detach"},
            description = "Return when everything is healthy; ./swapr down stops it.")
    boolean detach;

    @Option(names = "--fresh", description = "Forget all data of earlier runs first.")
    boolean fresh;

    @Option(names = "--port", paramLabel = "BASE", description = "First port of the block of 18 (default 8080).")
    @Nullable
    Integer base;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "So many of each service, 1 to 3 (default 1); further ones take the ports above the block.")
    @Nullable
    Integer instances;

    @Option(
            names = "--no-restart",
            description =
                    "Do not start a process again that ends by itself; usually that is done, five times within ten"
                            + " minutes.")
    boolean noRestart;

    /** A keeper that has just been called needs a moment to say who it is. */
    private static final Duration KEEPER_PATIENCE = Duration.ofSeconds(2);

    private final Layout layout = Layout.here();
    private final RestartPolicy restarts = new RestartPolicy(layout);
    private final AtomicBoolean letGo = new AtomicBoolean();
    private volatile boolean interrupted;
    private boolean keeperWorked;

    @Override
    public Integer call() throws IOException {
        OwnerOnly.everythingIn(layout);
        // Two at once would both find everything missing.
        try (var lock =
                FileChannel.open(layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!OsProcess.await(KEEPER_PATIENCE, 100, () -> taken(lock))) {
                System.err.println("swapr: another ./swapr up is starting right now; see ./swapr status");
                return 1;
            }
            var code = start();
            if (code != 0) {
                return code;
            }
            if (keeperWorked) {
                // It had started some of them, and can no longer say when they are healthy.
                var overview = new ProcessTable(layout, new State(layout.state()));
                OsProcess.await(Duration.ofMinutes(2), 500, overview::allHealthy);
            }
        }
        return letGo.get() ? 0 : watch();
    }

    /** A keeper that holds the lock is ended, because this command does its work; another {@code ./swapr up} is not. */
    private boolean taken(FileChannel lock) {
        try {
            keeperWorked |= restarts.endKeeper();
            return lock.tryLock() != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int start() throws IOException {
        var state = new State(layout.state());
        if (fresh && !state.alive().isEmpty()) {
            System.err.println("swapr: it is running: ./swapr down first, then up --fresh");
            return 1;
        }
        if (noRestart) {
            restarts.off();
        } else {
            restarts.on();
        }
        if (fresh) {
            FileTrees.delete(layout.home().resolve("data"));
            Files.deleteIfExists(layout.secrets());
        }
        var running = state.ports();
        var ports = new PortBlock(
                base == null || !state.alive().isEmpty() ? running.base() : base,
                instances == null ? running.instances() : instances);
        if (ports.instances() != running.instances() && state.alive("edge").isPresent()) {
            System.err.printf(
                    "swapr: it is running with %d of each service: ./swapr down first, then up --instances %d%n",
                    running.instances(), ports.instances());
            return 1;
        }
        var missing = ports.processes().stream()
                .filter(name -> state.alive(name).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            System.out.print("Swapr is running already.\n\n" + new ProcessTable(layout, state).table());
            letGo.set(true);
            return 0;
        }
        var problems = Checks.beforeStarting(layout, ports, missing);
        problems.forEach(problem -> System.err.println("swapr: " + problem));
        var warnings = new ArrayList<String>();
        Checks.lowDisk(Checks.freeMb(layout), layout.home(), warnings);
        warnings.forEach(warning -> System.err.println("swapr: " + warning));
        return problems.isEmpty() ? start(state, ports, missing) : 1;
    }

    private int start(State state, PortBlock ports, List<String> missing) {
        state.ports(ports);
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var notes = new ExitNotes(layout);
        missing.forEach(notes::forget);
        var registry = new ProcessRegistry(state, notes, layout.run());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopUnlessLetGo(registry)));
        var progress = new Progress(System.out, Boolean.getBoolean("swapr.terminal"));
        var apps = new AppLauncher(layout, ports, secrets, registry);
        try {
            new Marketplace(ports.instances(), new Infrastructure(layout, ports, secrets, registry), apps, progress)
                    .start(missing);
        } catch (RuntimeException e) {
            registry.stopMine();
            if (!interrupted) {
                progress.line("");
                System.err.println("swapr: " + e.getMessage());
            }
            letGo.set(true);
            return 1;
        }
        progress.finished(missing.size() + (missing.size() == 1 ? " process" : " processes") + " healthy");
        AotCacheBuilder.inBackground(layout, state, registry);
        System.out.println("\n" + new ProcessTable(layout, state).table());
        System.out.println(Welcome.text(ports, secrets));
        letGo.set(detach);
        return 0;
    }

    private void stopUnlessLetGo(ProcessRegistry registry) {
        if (!letGo.get()) {
            interrupted = true;
            System.out.println("\nStopping Swapr; its data stays for the next ./swapr up.");
            restarts.off();
            registry.stopEverything();
        }
    }

    /**
     * Until Ctrl-C, or until nothing runs any more. Meanwhile it says at once which process has ended and why, and what the
     * keeper does about it.
     */
    private int watch() {
        System.out.println("Ctrl-C stops everything.");
        var state = new State(layout.state());
        var gone = new ExitReport(layout, state);
        var supervisor = new LogFollower(layout.log(ProcessSupervisor.NAME));
        var before = state.alive();
        while (!before.isEmpty()
                || !state.portsOfLastStart().processes().stream().allMatch(gone::forGood)) {
            OsProcess.await(Duration.ofMillis(200), () -> false);
            state.reload();
            System.out.print(supervisor.news());
            var now = state.alive();
            for (var ended : before) {
                if (!interrupted
                        && !now.contains(ended)
                        && !ended.name().equals(AotCacheBuilder.NAME)
                        && gone.forGood(ended.name())) {
                    OsProcess.await(
                            Duration.ofSeconds(1),
                            () -> !gone.line(ended.name()).isEmpty());
                    System.out.println(gone.line(ended.name()));
                }
            }
            before = now;
        }
        letGo.set(true);
        System.out.println("Swapr has stopped.");
        return 0;
    }
}
