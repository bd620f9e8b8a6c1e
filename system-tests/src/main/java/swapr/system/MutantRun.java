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
import swapr.system.Mutants.Bug;
import swapr.system.Oracle.Verdict;

/**
 * Proves that the oracle can fail: each bug in a marketplace of its own, fresh, under load, until an invariant breaks.
 * Nobody's own marketplace is touched.
 */
final class MutantRun {

    /** Longer than an order's time-out: the oracle's word on a marketplace that is not at rest is worth nothing. */
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

    /** Whether all of them were caught, and none where there is none. */
    boolean all(List<Bug> mutants) throws IOException, SQLException, InterruptedException {
        var report = new ChaosReport(
                directory,
                "Seed %d, %s requests a second, %d marketplaces; evidence in %s"
                        .formatted(seed, rate, mutants.size(), directory));
        var right = 0;
        for (var mutant : mutants) {
            right += one(mutant, report) ? 1 : 0;
        }
        report.line("");
        long planted =
                mutants.stream().filter(mutant -> !mutant.caughtBy().isEmpty()).count();
        report.line("%d with a bug, %d without: the oracle was right about %d of %d."
                .formatted(planted, mutants.size() - planted, right, mutants.size()));
        return right == mutants.size();
    }

    private boolean one(Bug mutant, ChaosReport report) throws IOException, SQLException, InterruptedException {
        var evidence = directory.resolve(mutant.name().replaceAll("[^a-z0-9]+", "-"));
        Files.createDirectories(evidence);
        var command = new SwaprCommand(root, home, evidence.resolve("swapr.log"));
        Instant started = Instant.now();
        Consumer<String> progress = what -> report.progress(mutant.name(), started, what);
        progress.accept("a fresh marketplace starts");
        command.run("down");
        // Bugs end processes, which come back when we say so.
        try (var _ = LocalMarketplace.withoutRestarts(root, home);
                var history = new ClientHistory(evidence.resolve("history.jsonl"))) {
            command.run("up", "--detach", "--fresh", "--port", Integer.toString(base));
            var marketplace = LocalMarketplace.at(root, home);
            long began = System.nanoTime();
            String trouble = attack(mutant, marketplace, history, evidence, progress);
            var verdicts = judge(mutant, marketplace, history, evidence, progress);
            var broken = verdicts.stream().filter(verdict -> !verdict.holds()).toList();
            var numbers =
                    broken.stream().map(verdict -> verdict.invariant().number()).toList();
            boolean right = mutant.judgedRightly(numbers)
                    && (trouble.isEmpty() || !mutant.caughtBy().isEmpty());
            report.line("  %-30s %s  %3.0f s  %s%s"
                    .formatted(
                            mutant.name(),
                            !right ? "WRONG    " : numbers.isEmpty() ? "all holds" : "caught by",
                            (System.nanoTime() - began) / 1e9,
                            String.join(" ", numbers),
                            trouble.isEmpty() ? "" : "  (" + trouble + ")"));
            broken.stream()
                    .filter(verdict -> mutant.caughtBy().isEmpty()
                            || mutant.caughtBy().contains(verdict.invariant().number()))
                    .limit(1)
                    .forEach(verdict ->
                            report.line("      " + verdict.contradictions().getFirst()));
            return right;
        } finally {
            command.run("down");
        }
    }

    /** What went wrong on the way, which with a bug may be anything. */
    private String attack(
            Bug mutant, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress) {
        var quiescence = new Quiescence(marketplace);
        quiescence.await(Duration.ofMinutes(1), progress);
        var trouble = new ArrayList<String>();
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
                trouble.add(String.valueOf(e.getMessage()));
            }
            load.finish();
            quiescence.await(REST, progress);
        } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
            trouble.add(String.valueOf(e.getMessage()));
        }
        return String.join("; ", trouble);
    }

    private static List<Verdict> judge(
            Bug mutant, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        var faultLog = new FaultLog(marketplace.home());
        try (var evidenceDatabase = new EvidenceDatabase(marketplace.binaries(), evidence.resolve("dumps"))) {
            // What was done may explain a batch and a mail twice, but not where repetition is the bug.
            long batches =
                    mutant.caughtBy().contains("I17") ? 0 : mutant.caughtBy().isEmpty() ? 20 : 1;
            var allowed = new EvidenceCollector.Allowed(batches * Scenarios.BATCH, Math.max(1, batches));
            EvidenceCollector.take(
                    marketplace,
                    evidenceDatabase,
                    history.outcomes().outcomes(),
                    faultLog.injected(),
                    allowed,
                    progress);
            return new ArrayList<>(Oracle.judge(evidenceDatabase));
        }
    }
}
