package swapr.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import swapr.local.LocalMarketplace;
import swapr.system.Scenarios.Scenario;

/** {@code ./swapr chaos}: causes faults in the running marketplace under load, and checks its invariants. */
@Command(
        name = "swapr chaos",
        mixinStandardHelpOptions = true,
        description = "Cause faults in the running marketplace under load, then check its invariants from outside.",
        sortOptions = false)
public final class Chaos implements Callable<Integer> {

    @Option(names = "--list", description = "List all scenarios and mutants.")
    boolean list;

    @Option(names = "--scenario", paramLabel = "NAME", description = "Run this scenario. Repeatable.")
    List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Run all scenarios, one after the other.")
    boolean all;

    @Option(names = "--short", description = "Run the short set that CI runs. With --scenario: run its short form.")
    boolean shortSet;

    @Option(
            names = "--mutants",
            description = "Run each mutant in its own fresh marketplace. The oracle must notice it.")
    boolean allMutants;

    @Option(names = "--mutant", paramLabel = "NAME", description = "With --mutants: run only this mutant. Repeatable.")
    List<String> mutants = new ArrayList<>();

    @Option(names = "--no-time-limits", description = "Report times without limits, for machines with other work.")
    boolean noTimeLimits;

    @Option(names = "--check", description = "Cause no fault: wait until nothing is open, then check the invariants.")
    boolean check;

    @Option(names = "--seed", paramLabel = "N", description = "Makes a run repeatable. Each run prints its seed.")
    @Nullable
    Long seed;

    @Option(names = "--rate", paramLabel = "N", description = "Requests per second (default: ${DEFAULT-VALUE}).")
    double rate = 20;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Minimum time under load in each scenario (default: ${DEFAULT-VALUE}).")
    int seconds = 20;

    private static final int MUTANT_PORTS = 28_080;

    private Chaos() {}

    public static void main(String[] arguments) {
        var command = new CommandLine(new Chaos()).setExecutionExceptionHandler((failure, commandLine, parsed) -> {
            if (Boolean.getBoolean("swapr.debug")) {
                failure.printStackTrace();
            }
            commandLine.getErr().println("swapr: " + failure.getMessage());
            return 1;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        if (list) {
            Scenarios.all().forEach(scenario -> System.out.printf("  %-20s %s%n", scenario.name(), scenario.story()));
            System.out.println("\nMutants of --mutants:");
            Mutants.all().forEach(mutant -> System.out.printf("  %-30s %s%n", mutant.name(), mutant.story()));
            return 0;
        }
        var wanted = wanted();
        if (wanted.isEmpty() && !check && !allMutants) {
            throw new IllegalArgumentException(
                    "nothing to run: use --scenario NAME, --short, --all, --mutants, --check or --list");
        }
        if (rate <= 0 || rate > 1_000 || seconds < 1 || seconds > 3_600) {
            throw new IllegalArgumentException(
                    "--rate must be above 0 and at most 1000, --duration between 1 and 3600 seconds");
        }
        long theSeed = seed == null ? System.nanoTime() & 0xffff : seed;
        Path[] here = LocalMarketplace.here();
        Path directory = here[1].resolve("chaos")
                .resolve(LocalDateTime.now(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
        if (allMutants) {
            var chosen = wantedMutants();
            Files.createDirectories(directory);
            try (var _ = alone(here[1])) {
                var home = here[1].resolve("mutants");
                return new MutantRun(here[0], home, directory, MUTANT_PORTS, theSeed, rate).all(chosen) ? 0 : 1;
            }
        }
        var marketplace = LocalMarketplace.running();
        Files.createDirectories(directory);
        room(marketplace.home());
        // The scenarios start killed processes themselves.
        try (var _ = alone(marketplace.home());
                var _ = LocalMarketplace.withoutRestarts(marketplace.root(), marketplace.home())) {
            var run = new ChaosRun(
                    marketplace, theSeed, rate, Duration.ofSeconds(seconds), noTimeLimits, shortSet, directory);
            return run.all(wanted) ? 0 : 1;
        }
    }

    /** Takes a lock, because an oracle without the history of the other run would report its orders as errors. */
    private static FileChannel alone(Path home) throws IOException {
        var lock = FileChannel.open(
                home.resolve("chaos").resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            throw new IllegalStateException("another ./swapr chaos is running here: wait for its end, or stop it");
        }
        return lock;
    }

    /** Checks the free disk space. The dumps and the oracle's own database need about twice the marketplace's data. */
    private static void room(Path home) throws IOException {
        var bytes = new AtomicLong();
        Files.walkFileTree(home.resolve("data"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                // Kafka allocates its index files at their maximum length. They are nearly empty.
                bytes.addAndGet(file.toString().endsWith("index") ? 0 : attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        long neededMb = 300 + ((2 * bytes.get()) >> 20);
        long freeMb = Files.getFileStore(home).getUsableSpace() >> 20;
        if (freeMb < neededMb) {
            throw new IllegalStateException(
                    "%d MB are free on the disk of %s, the oracle's dumps need about %d: free some space"
                            .formatted(freeMb, home, neededMb));
        }
    }

    private List<Mutants.Bug> wantedMutants() {
        return mutants.isEmpty()
                ? Mutants.all()
                : mutants.stream()
                        .map(name -> Mutants.all().stream()
                                .filter(mutant -> mutant.name().equals(name))
                                .findFirst()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        "there is no mutant %s: --list names them".formatted(name))))
                        .toList();
    }

    private List<Scenario> wanted() {
        if (all) {
            return Scenarios.all();
        }
        if (shortSet && names.isEmpty()) {
            return Scenarios.all().stream().filter(Scenario::quick).toList();
        }
        return names.stream()
                .map(name -> Scenarios.all().stream()
                        .filter(scenario -> scenario.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no scenario %s: --list names them".formatted(name))))
                .toList();
    }
}
