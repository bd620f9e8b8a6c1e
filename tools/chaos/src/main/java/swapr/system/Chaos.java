package swapr.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import swapr.local.LocalMarketplace;
import swapr.local.MarketplaceHome;
import swapr.local.Swapr;
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
        System.exit(Swapr.commandLine(new Chaos()).execute(arguments));
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
        var here = MarketplaceHome.here();
        Path directory = here.home()
                .resolve("chaos")
                .resolve(LocalDateTime.now(ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")));
        if (allMutants) {
            var chosen = mutants.isEmpty() ? Mutants.all() : named(mutants, "mutant", Mutants.all(), Mutants.Bug::name);
            Files.createDirectories(directory);
            try (var _ = ChaosHome.lock(here.home())) {
                var home = here.home().resolve("mutants");
                return new MutantRun(here.root(), home, directory, MUTANT_PORTS, theSeed, rate).all(chosen) ? 0 : 1;
            }
        }
        var marketplace = LocalMarketplace.running();
        Files.createDirectories(directory);
        ChaosHome.checkSpace(marketplace.home());
        // The scenarios start killed processes themselves.
        try (var _ = ChaosHome.lock(marketplace.home());
                var _ = here.withoutRestarts()) {
            var run = new ChaosRun(
                    marketplace, theSeed, rate, Duration.ofSeconds(seconds), noTimeLimits, shortSet, directory);
            return run.all(wanted) ? 0 : 1;
        }
    }

    private List<Scenario> wanted() {
        if (all) {
            return Scenarios.all();
        }
        return shortSet && names.isEmpty()
                ? Scenarios.all().stream().filter(Scenario::quick).toList()
                : named(names, "scenario", Scenarios.all(), Scenario::name);
    }

    private static <T> List<T> named(List<String> names, String kind, List<T> all, Function<T, String> nameOf) {
        return names.stream()
                .map(name -> all.stream()
                        .filter(each -> nameOf.apply(each).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "there is no %s %s: --list names them".formatted(kind, name))))
                .toList();
    }
}
