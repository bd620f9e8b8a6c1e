package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import swapr.local.LocalMarketplace;
import swapr.local.MarketplaceHome;
import swapr.system.Mutants.Bug;
import swapr.system.Oracle.Verdict;

/**
 * Checks that the oracle notices bugs. Each mutant runs under load in its own fresh marketplace, and one of its
 * invariants must break. The user's own marketplace is not changed.
 */
final class MutantRun {

    /** Longer than the timeout of an order, because the invariants hold only for a marketplace at rest. */
    private static final Duration REST = Duration.ofSeconds(80);

    private final Path root;
    private final Path home;
    private final Path directory;
    private final int base;
    private final long seed;
    private final double rate;

    MutantRun(Path root, Path home, Path directory, int base, long seed, double rate) {
        this.root = root;
        this.home = home;
        this.directory = directory;
        this.base = base;
        this.seed = seed;
        this.rate = rate;
    }

    /** Returns true if the oracle noticed each mutant, and reported nothing for the control. */
    boolean all(List<Bug> mutants) throws IOException, SQLException, InterruptedException {
        var report = new ChaosReport(
                directory,
                "Seed %d, %s requests per second, %d marketplaces; evidence in %s"
                        .formatted(seed, rate, mutants.size(), directory));
        var correct = 0;
        for (var mutant : mutants) {
            correct += one(mutant, report) ? 1 : 0;
        }
        report.line("");
        long withBug =
                mutants.stream().filter(mutant -> !mutant.caughtBy().isEmpty()).count();
        report.line("%d with a bug, %d without: the oracle was correct for %d of %d."
                .formatted(withBug, mutants.size() - withBug, correct, mutants.size()));
        return correct == mutants.size();
    }

    private boolean one(Bug mutant, ChaosReport report) throws IOException, SQLException, InterruptedException {
        var evidence = directory.resolve(mutant.name().replaceAll("[^a-z0-9]+", "-"));
        Files.createDirectories(evidence);
        var command = new SwaprCommand(root, home, evidence.resolve("swapr.log"));
        Instant started = Instant.now();
        Consumer<String> progress = what -> report.progress(mutant.name(), started, what);
        progress.accept("starting a fresh marketplace");
        command.run("down");
        // The triggers of the mutants start killed processes themselves.
        try (var _ = new MarketplaceHome(root, home).withoutRestarts();
                var history = new ClientHistory(evidence.resolve("history.jsonl"))) {
            command.run("up", "--detach", "--fresh", "--port", Integer.toString(base));
            var marketplace = LocalMarketplace.at(root, home);
            long began = System.nanoTime();
            String errors = attack(mutant, marketplace, history, evidence, progress);
            var verdicts = judge(mutant, marketplace, history, evidence, progress);
            var broken = verdicts.stream().filter(verdict -> !verdict.holds()).toList();
            var numbers =
                    broken.stream().map(verdict -> verdict.invariant().number()).toList();
            boolean correct = mutant.judgedRightly(numbers)
                    && (errors.isEmpty() || !mutant.caughtBy().isEmpty());
            report.line("  %-30s %s  %3.0f s  %s%s"
                    .formatted(
                            mutant.name(),
                            !correct ? "WRONG    " : numbers.isEmpty() ? "all holds" : "caught by",
                            (System.nanoTime() - began) / 1e9,
                            String.join(" ", numbers),
                            errors.isEmpty() ? "" : "  (" + errors + ")"));
            broken.stream()
                    .filter(verdict -> mutant.caughtBy().isEmpty()
                            || mutant.caughtBy().contains(verdict.invariant().number()))
                    .limit(1)
                    .forEach(verdict ->
                            report.line("      " + verdict.contradictions().getFirst()));
            return correct;
        } finally {
            command.run("down");
        }
    }

    /** Runs the attack. Returns the errors on the way, which are allowed with a bug. */
    private String attack(
            Bug mutant, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress) {
        var quiescence = new Quiescence(marketplace);
        quiescence.await(Duration.ofMinutes(1), progress);
        var errors = new ArrayList<String>();
        try (var load = new Load(marketplace.url("edge"), history, seed)) {
            load.open();
            var context = new ChaosContext(
                    marketplace,
                    new FaultLog(marketplace.home()),
                    load,
                    history,
                    seed,
                    evidence.resolve("restarts.log"));
            mutant.changes().forEach(change -> context.jvms().change(change.process(), change.how()));
            try {
                load.during(
                        () -> mutant.attack().on(context),
                        rate,
                        Duration.ZERO,
                        () -> progress.accept(history.outcomes().inWords()));
            } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
                errors.add(String.valueOf(e.getMessage()));
            }
            load.finish();
            quiescence.await(REST, progress);
        } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
            errors.add(String.valueOf(e.getMessage()));
        }
        return String.join("; ", errors);
    }

    private static List<Verdict> judge(
            Bug mutant, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        var faultLog = new FaultLog(marketplace.home());
        // The faults may duplicate a batch and an e-mail, except where the duplicates are the bug.
        long batches = mutant.caughtBy().contains("I17") ? 0 : mutant.caughtBy().isEmpty() ? 20 : 1;
        var allowed = new EvidenceCollector.Allowed(batches * Scenarios.BATCH, Math.max(1, batches));
        return EvidenceCollector.judge(marketplace, evidence, history, faultLog, allowed, progress);
    }
}
