package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import swapr.local.LocalMarketplace;
import swapr.system.ChaosReport.Result;
import swapr.system.Scenarios.Scenario;

/** Runs scenarios one after the other under load, waits until nothing is open, and checks the invariants. */
final class ChaosRun {

    private static final Duration REST = Duration.ofMinutes(5);

    private final LocalMarketplace marketplace;
    private final long seed;
    private final double rate;
    private final Duration duration;
    private final boolean noTimeLimits;
    private final boolean brief;
    private final Path directory;
    private final ChaosReport report;
    private final Quiescence quiescence;

    ChaosRun(
            LocalMarketplace marketplace,
            long seed,
            double rate,
            Duration duration,
            boolean noTimeLimits,
            boolean brief,
            Path directory) {
        this.marketplace = marketplace;
        this.seed = seed;
        this.rate = rate;
        this.duration = duration;
        this.noTimeLimits = noTimeLimits;
        this.brief = brief;
        this.directory = directory;
        this.quiescence = new Quiescence(marketplace);
        this.report = new ChaosReport(
                directory, "Seed %d, %s requests per second; evidence in %s".formatted(seed, rate, directory));
    }

    /** Returns true if each scenario caused its fault, all processes recovered, and all invariants hold. */
    boolean all(List<Scenario> scenarios) throws IOException, SQLException, InterruptedException {
        var results = new ArrayList<Result>();
        var faultLog = new FaultLog(marketplace.home());
        var journal = new FaultJournal(marketplace.home());
        try (var history = new ClientHistory(directory.resolve("history.jsonl"));
                var sampler = new MetricsSampler(marketplace)) {
            Instant started = Instant.now();
            quiescence.await(REST, what -> report.progress("rest", started, what));
            for (var scenario : scenarios) {
                faultLog.add(new FaultLog.FaultEntry(scenario.name(), scenario.duplicates(), scenario.mails(), null));
                var id = journal.begin(FaultJournal.CHAOS, scenario.name());
                var result = one(scenario, faultLog, history, sampler);
                journal.end(id, "done");
                results.add(result);
                report.result(result);
            }
            if (!scenarios.isEmpty()) {
                report.line("");
                report.line("  outcomes of the requests: " + history.outcomes().inWords());
                report.line("");
            }
            // Without a scenario, the earlier faults are unknown. Any number of duplicates is allowed then.
            long extra = scenarios.isEmpty() ? Integer.MAX_VALUE : 0;
            var allowed = new EvidenceCollector.Allowed(faultLog.duplicates() + extra, faultLog.mails() + extra);
            Instant judged = Instant.now();
            var verdicts = EvidenceCollector.judge(
                    marketplace,
                    directory,
                    history,
                    faultLog,
                    allowed,
                    step -> report.progress("the oracle", judged, step));
            verdicts.forEach(report::verdict);
            report.page(results, verdicts, history.lines(), sampler.samples());
            return report.conclude(results, verdicts);
        }
    }

    private Result one(Scenario scenario, FaultLog faultLog, ClientHistory history, MetricsSampler sampler) {
        long scenarioSeed = seed + scenario.name().hashCode();
        Instant began = Instant.now();
        try (var load = new Load(marketplace.url("edge"), history, scenarioSeed)) {
            var context = new ChaosContext(
                    marketplace, faultLog, load, history, scenarioSeed, directory.resolve("restarts.log"));
            context.processes().noTimeLimits(noTimeLimits);
            context.brief(brief);
            var problems = new ArrayList<String>();
            try {
                load.open();
                load.during(
                        () -> scenario.attack().on(context),
                        rate,
                        duration,
                        () -> report.progress(
                                scenario.name(), began, history.outcomes().inWords()));
                context.expect(
                        context.timeline().marks().stream().anyMatch(Timeline.Mark::fault),
                        "the scenario caused no fault");
            } catch (CompletionException | IllegalStateException | UncheckedIOException e) {
                problems.add(e.getMessage() + restart(context));
            }
            // After a failure too, because the oracle and the next scenario must not find unfinished work.
            try {
                report.progress(scenario.name(), began, "waiting for the last responses");
                load.finish();
                context.timeline().note("all requests have an outcome");
                quiescence.await(REST, what -> report.progress(scenario.name(), began, what));
                context.timeline().note("nothing is open");
                context.processes().nobodyElseDied();
                context.expect(context.sessions().leaked() == 0, "transactions were left open");
            } catch (IllegalStateException | UncheckedIOException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
            Instant ended = Instant.now();
            var symptoms = sampler.symptoms(began, ended);
            if (problems.isEmpty()
                    && Collections.disjoint(symptoms, scenario.symptoms())
                    && !scenario.symptoms().isEmpty()) {
                problems.add("the metrics showed %s, expected was one of %s".formatted(symptoms, scenario.symptoms()));
            }
            return new Result(
                    scenario, began, ended, context.timeline().marks(), symptoms, String.join("; ", problems));
        }
    }

    /** Starts missing processes for the next scenario. Returns the error message, or an empty text. */
    private static String restart(ChaosContext context) {
        try {
            context.processes().start();
            return "";
        } catch (IllegalStateException e) {
            return "; " + e.getMessage();
        }
    }
}
