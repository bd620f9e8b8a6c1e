package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        description = "Start all processes that do not run, and wait until they are healthy. Ctrl-C stops them.")
final class Up implements Callable<Integer> {

    @Option(
            names = {"-d", "--detach"},
            description = "Return when all processes are healthy. ./swapr down stops them.")
    boolean detach;

    @Option(names = "--fresh", description = "Delete all data of earlier runs first.")
    boolean fresh;

    @Option(names = "--port", paramLabel = "BASE", description = "First port of the block of 19 ports (default 8080).")
    @Nullable
    Integer base;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = "Number of instances of each service, 1 to 3 (default 1). More instances use the next ports.")
    @Nullable
    Integer instances;

    @Option(
            names = "--no-restart",
            description = "Do not start ended processes again. The default is to do so, at most five times within ten"
                    + " minutes.")
    boolean noRestart;

    @Option(names = "--brief", description = "Do not print the table, the addresses and the accounts at the end.")
    boolean brief;

    /** A supervisor that has just started needs a moment to write its pid. */
    private static final Duration SUPERVISOR_TIMEOUT = Duration.ofSeconds(2);

    private final Layout layout = Layout.here();
    private final RestartPolicy restarts = new RestartPolicy(layout);
    private final StartedProcesses started = new StartedProcesses(layout, restarts);
    private boolean supervisorWasRunning;

    @Override
    public Integer call() throws IOException {
        OwnerOnly.everythingIn(layout);
        // Without the lock, two commands would both start every process.
        try (var lock =
                FileChannel.open(layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!OsProcess.await(SUPERVISOR_TIMEOUT, 100, () -> tryLock(lock))) {
                System.err.println("swapr: another ./swapr up is starting Swapr. See ./swapr status");
                return 1;
            }
            var code = start();
            if (code != 0) {
                return code;
            }
            if (supervisorWasRunning) {
                // The ended supervisor had started some processes. Wait here until they are healthy.
                var table = new ProcessTable(layout, new State(layout.state()));
                OsProcess.await(Duration.ofMinutes(2), 500, table::allHealthy);
            }
        }
        return started.areKept() ? 0 : watch();
    }

    /**
     * Ends a supervisor that holds the lock, because this command does its work. Another {@code ./swapr up} continues.
     */
    private boolean tryLock(FileChannel lock) {
        try {
            supervisorWasRunning |= restarts.endKeeper();
            return lock.tryLock() != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int start() throws IOException {
        var state = new State(layout.state());
        if (fresh && !state.alive().isEmpty()) {
            System.err.println("swapr: Swapr is running. Run ./swapr down, then ./swapr up --fresh");
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
                instances == null ? running.instances() : instances,
                Room.isWanted(System.getenv()) || state.alive(Room.NAME).isPresent());
        if (ports.instances() != running.instances() && state.alive("edge").isPresent()) {
            System.err.printf(
                    "swapr: Swapr runs with %d of each service. Run ./swapr down, then ./swapr up --instances %d%n",
                    running.instances(), ports.instances());
            return 1;
        }
        var missing = ports.processes().stream()
                .filter(name -> state.alive(name).isEmpty())
                .toList();
        if (missing.isEmpty()) {
            state.ports(ports); // it may be without the control room from now on
            System.out.print("Swapr is already running.\n\n" + new ProcessTable(layout, state).table());
            System.out.println("\n" + Room.line(layout, state));
            started.keep();
            return 0;
        }
        var problems = Checks.beforeStarting(layout, ports, missing);
        problems.forEach(problem -> System.err.println("swapr: " + problem));
        var warnings = new ArrayList<String>();
        Checks.lowDisk(Checks.freeMb(layout), layout.home(), warnings);
        warnings.forEach(warning -> System.err.println("swapr: " + warning));
        if (!problems.isEmpty() || !started.start(state, ports, missing, brief)) {
            return 1;
        }
        if (detach) {
            started.keep();
        }
        return 0;
    }

    /** Waits until Ctrl-C, or until no process runs and none is started again. */
    private int watch() {
        System.out.println("Ctrl-C stops everything.");
        new ExitWatch(layout, System.out).untilNothingRuns(started::areInterrupted);
        started.keep();
        System.out.println("Swapr has stopped.");
        return 0;
    }
}
