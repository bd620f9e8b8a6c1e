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
    boolean all(List<Bug> bugs) throws IOException, SQLException, InterruptedException {
        var report = new ChaosReport(
                directory,
                "Seed %d, %s requests a second, %d marketplaces; evidence in %s"
                        .formatted(seed, rate, bugs.size(), directory));
        var right = 0;
        for (var bug : bugs) {
            right += one(bug, report) ? 1 : 0;
        }
        report.line("");
        long planted = bugs.stream().filter(bug -> !bug.caughtBy().isEmpty()).count();
        report.line("%d with a bug, %d without: the oracle was right about %d of %d."
                .formatted(planted, bugs.size() - planted, right, bugs.size()));
        return right == bugs.size();
    }

    private boolean one(Bug bug, ChaosReport report) throws IOException, SQLException, InterruptedException {
        var evidence = directory.resolve(bug.name().replaceAll("[^a-z0-9]+", "-"));
        Files.createDirectories(evidence);
        var command = new SwaprCommand(root, home, evidence.resolve("swapr.log"));
        Instant started = Instant.now();
        Consumer<String> progress = what -> report.progress(bug.name(), started, what);
        progress.accept("a fresh marketplace starts");
        command.run("down");
        // Bugs end processes, which come back when we say so.
        try (var _ = LocalMarketplace.withoutRestarts(root, home);
                var history = new ClientHistory(evidence.resolve("history.jsonl"))) {
            command.run("up", "--detach", "--fresh", "--port", Integer.toString(base));
            var marketplace = LocalMarketplace.at(root, home);
            long began = System.nanoTime();
            String trouble = attack(bug, marketplace, history, evidence, progress);
            var verdicts = judge(bug, marketplace, history, evidence, progress);
            var broken = verdicts.stream().filter(verdict -> !verdict.holds()).toList();
            var numbers =
                    broken.stream().map(verdict -> verdict.invariant().number()).toList();
            boolean right = bug.judgedRightly(numbers)
                    && (trouble.isEmpty() || !bug.caughtBy().isEmpty());
            report.line("  %-30s %s  %3.0f s  %s%s"
                    .formatted(
                            bug.name(),
                            !right ? "WRONG    " : numbers.isEmpty() ? "all holds" : "caught by",
                            (System.nanoTime() - began) / 1e9,
                            String.join(" ", numbers),
                            trouble.isEmpty() ? "" : "  (" + trouble + ")"));
            broken.stream()
                    .filter(verdict -> bug.caughtBy().isEmpty()
                            || bug.caughtBy().contains(verdict.invariant().number()))
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
            Bug bug, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress) {
        var rest = new Quiescence(marketplace);
        rest.await(Duration.ofMinutes(1), progress);
        var trouble = new ArrayList<String>();
        try (var load = new Load(marketplace.url("edge"), history, seed)) {
            load.open();
            var site = new ChaosContext(
                    marketplace, new FaultLog(marketplace.home()), load, history, seed, evidence.resolve("restarts.log"));
            bug.changes().forEach(change -> site.jvms().change(change.process(), change.how()));
            try {
                load.during(
                        () -> bug.attack().on(site),
                        rate,
                        Duration.ZERO,
                        () -> progress.accept(history.told().inWords()));
            } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
                trouble.add(String.valueOf(e.getMessage()));
            }
            load.finish();
            rest.await(REST, progress);
        } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
            trouble.add(String.valueOf(e.getMessage()));
        }
        return String.join("; ", trouble);
    }

    private static List<Verdict> judge(
            Bug bug, LocalMarketplace marketplace, ClientHistory history, Path evidence, Consumer<String> progress)
            throws IOException, SQLException, InterruptedException {
        var deeds = new FaultLog(marketplace.home());
        try (var workbench = new EvidenceDatabase(marketplace.binaries(), evidence.resolve("dumps"))) {
            // What was done may explain a batch and a mail twice, but not where repetition is the bug.
            long batches = bug.caughtBy().contains("I17") ? 0 : bug.caughtBy().isEmpty() ? 20 : 1;
            var allowed = new EvidenceCollector.Allowed(batches * Scenarios.BATCH, Math.max(1, batches));
            EvidenceCollector.take(marketplace, workbench, history.told().outcomes(), deeds.injected(), allowed, progress);
            return new ArrayList<>(Oracle.judge(workbench));
        }
    }
}
