package swapr.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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

    private final Layout layout = Layout.here();
    private final AtomicBoolean letGo = new AtomicBoolean();
    private volatile boolean interrupted;

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(layout.home());
        // Two at once would both find everything missing.
        try (var lock =
                FileChannel.open(layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                System.err.println("swapr: another ./swapr up is starting right now; see ./swapr status");
                return 1;
            }
            var code = start();
            if (code != 0) {
                return code;
            }
        }
        return letGo.get() ? 0 : watch();
    }

    private int start() throws IOException {
        var state = new State(layout.state());
        if (fresh && !state.alive().isEmpty()) {
            System.err.println("swapr: it is running: ./swapr down first, then up --fresh");
            return 1;
        }
        if (fresh) {
            Trees.delete(layout.home().resolve("data"));
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
            System.out.print("Swapr is running already.\n\n" + new Overview(layout, state).table());
            letGo.set(true);
            return 0;
        }
        var problems = Checks.beforeStarting(layout, ports, missing);
        problems.forEach(problem -> System.err.println("swapr: " + problem));
        return problems.isEmpty() ? start(state, ports, missing) : 1;
    }

    private int start(State state, PortBlock ports, List<String> missing) {
        state.ports(ports);
        var secrets = Secrets.load(layout.secrets(), System.getenv());
        var nursery = new Nursery(state);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopUnlessLetGo(nursery)));
        var progress = new Progress(System.out, Boolean.getBoolean("swapr.terminal"));
        var apps = new AppLauncher(layout, ports, secrets, nursery);
        try {
            new Marketplace(ports.instances(), new Infrastructure(layout, ports, secrets, nursery), apps, progress)
                    .start(missing);
        } catch (RuntimeException e) {
            nursery.stopMine();
            if (!interrupted) {
                progress.line("");
                System.err.println("swapr: " + e.getMessage());
            }
            letGo.set(true);
            return 1;
        }
        progress.finished(missing.size() + (missing.size() == 1 ? " process" : " processes") + " healthy");
        Training.inBackground(layout, state, nursery);
        System.out.println("\n" + new Overview(layout, state).table());
        System.out.println(Welcome.text(ports, secrets));
        letGo.set(detach);
        return 0;
    }

    private void stopUnlessLetGo(Nursery nursery) {
        if (!letGo.get()) {
            interrupted = true;
            System.out.println("\nStopping Swapr; its data stays for the next ./swapr up.");
            nursery.stopEverything();
        }
    }

    /** Until Ctrl-C, or until somebody else has stopped everything; deaths meanwhile are reported, for that is what workshops do. */
    private int watch() {
        System.out.println("Ctrl-C stops everything.");
        var state = new State(layout.state());
        var before = state.alive();
        while (!before.isEmpty()) {
            OsProcess.await(Duration.ofMillis(500), () -> false);
            state.reload();
            var now = state.alive();
            for (var gone : before) {
                if (!now.contains(gone) && !gone.name().equals(Training.NAME)) {
                    System.out.printf(
                            "%s (pid %d) has ended. ./swapr up starts it again; its log is %s%n",
                            gone.name(), gone.pid(), layout.log(gone.name()));
                }
            }
            before = now;
        }
        letGo.set(true);
        System.out.println("Swapr has stopped.");
        return 0;
    }
}
