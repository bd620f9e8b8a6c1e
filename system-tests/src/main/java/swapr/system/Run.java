package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import swapr.local.LocalMarketplace;
import swapr.system.Oracle.Verdict;
import swapr.system.Scenarios.Scenario;

/** Scenario after scenario, each under load; then rest, evidence, and the oracle's word. */
final class Run {

    private static final Duration REST = Duration.ofMinutes(5);
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final int ROWS_SHOWN = 5;

    private final LocalMarketplace marketplace;
    private final long seed;
    private final double rate;
    private final Duration duration;
    private final Path directory;

    Run(LocalMarketplace marketplace, long seed, double rate, Duration duration, Path directory) {
        this.marketplace = marketplace;
        this.seed = seed;
        this.rate = rate;
        this.duration = duration;
        this.directory = directory;
    }

    /** Whether every scenario did its fault, everybody came back, and every invariant holds. */
    boolean all(List<Scenario> scenarios) throws IOException, SQLException, InterruptedException {
        boolean good = true;
        var deeds = new Deeds(marketplace.home());
        try (var history = new History(directory.resolve("history.jsonl"))) {
            var rest = new Rest(marketplace);
            rest.await(REST);
            for (var scenario : scenarios) {
                long began = System.nanoTime();
                deeds.add(new Deeds.Deed(scenario.name(), scenario.duplicates(), scenario.mails(), null));
                String problem = one(scenario, deeds, history, rest);
                good &= problem.isEmpty();
                System.out.printf(
                        "  %-20s %s  %3.0f s%s%n",
                        scenario.name(),
                        problem.isEmpty() ? "done  " : "FAILED",
                        (System.nanoTime() - began) / 1e9,
                        problem.isEmpty() ? "" : "  " + problem);
            }
            System.out.printf("%n  the client was told: %s%n%n", history.counts());
            // Nobody knows what was done to it before, if we do nothing ourselves.
            long any = scenarios.isEmpty() ? Integer.MAX_VALUE : 0;
            return judge(history, deeds, new Evidence.Allowed(deeds.duplicates() + any, deeds.mails() + any)) && good;
        }
    }

    /** Says what went wrong with the scenario itself; nothing when nothing did. */
    private String one(Scenario scenario, Deeds deeds, History history, Rest rest) {
        long itsSeed = seed + scenario.name().hashCode();
        try (var load = new Load(marketplace.url("edge"), history, itsSeed)) {
            load.open();
            var site = new Site(marketplace, deeds, load, history, itsSeed, directory.resolve("restarts.log"));
            try {
                attack(scenario, site, load);
                load.finish();
                rest.await(REST);
                site.nobodyElseDied();
                site.expect(!site.marks().isEmpty(), "it did no fault");
                site.expect(site.sessions().leaked() == 0, "transactions were left open");
                return "";
            } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
                site.start(); // for the next one
                return String.valueOf(e.getMessage());
            }
        }
    }

    /** People shop for as long as it lasts, and at least for the set duration. */
    private void attack(Scenario scenario, Site site, Load load) {
        var attacked = new AtomicBoolean();
        var shopping = CompletableFuture.runAsync(() -> {
            load.run(rate, duration);
            while (!attacked.get()) {
                load.run(rate, SLICE);
            }
        });
        try {
            scenario.attack().on(site);
        } finally {
            attacked.set(true);
            shopping.join();
        }
    }

    private boolean judge(History history, Deeds deeds, Evidence.Allowed allowed)
            throws IOException, SQLException, InterruptedException {
        try (var workbench = new Workbench(marketplace.binaries(), directory.resolve("dumps"))) {
            Evidence.take(marketplace, workbench, history.outcomes(), deeds.injected(), allowed);
            var verdicts = Oracle.judge(workbench);
            verdicts.forEach(Run::print);
            long broken = verdicts.stream().filter(verdict -> !verdict.holds()).count();
            System.out.printf(
                    "%n%d invariants, %,d facts, %s%n",
                    verdicts.size(),
                    verdicts.stream().mapToLong(Verdict::facts).sum(),
                    broken == 0 ? "all of them hold." : broken + " BROKEN.");
            return broken == 0;
        }
    }

    private static void print(Verdict verdict) {
        System.out.printf(
                "  %-5s %-7s %,9d  %s%n",
                verdict.invariant().number(),
                verdict.holds() ? "holds" : "BROKEN",
                verdict.facts(),
                verdict.invariant().sentence());
        verdict.contradictions().stream().limit(ROWS_SHOWN).forEach(row -> System.out.println("          " + row));
        if (verdict.contradictions().size() > ROWS_SHOWN) {
            System.out.printf(
                    "          and %d more%n", verdict.contradictions().size() - ROWS_SHOWN);
        }
    }
}
