package swapr.system;

import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import swapr.local.LocalMarketplace;
import swapr.system.LoadSender.Answer;

/** One measurement of the running marketplace: accounts and listings, warm-up, a pause, the measured orders. */
final class LoadRun {

    /** The maximum time that the JIT compilers get after the warm-up. */
    static final Duration COMPILERS = Duration.ofSeconds(60);

    private static final Duration REST_BEFORE = Duration.ofMinutes(1);

    private final LocalMarketplace marketplace;
    private final LoadPlan plan;
    private final LoadEffects effects;

    LoadRun(LocalMarketplace marketplace, LoadPlan plan) {
        this.marketplace = marketplace;
        this.effects = new LoadEffects(marketplace);
        this.plan = plan;
    }

    /**
     * Runs the plan.
     *
     * @throws IllegalStateException if an order is missing, not confirmed, or without its e-mails or its one charge
     */
    LoadReport measure() throws SQLException, ExecutionException, InterruptedException {
        try (var processor = new ProcessorTimes(LoadProcesses.of(marketplace));
                var counters = new WorkCounters(marketplace);
                var database = DatabaseSessions.connect(marketplace);
                var rest = new LoadRest(marketplace, database)) {
            rest.await(REST_BEFORE);
            var _ = counters.read(); // the first call starts JMX in the broker
            int all = plan.warmUp() + plan.orders();
            progress("accounts");
            var accounts = new LoadAccounts(marketplace.url("edge"), all);
            progress(all + " listings");
            var requests = new LoadRequests(marketplace, plan, accounts);
            var listings = requests.createListings(all);
            if (plan.warmUp() > 0) {
                progress(plan.warmUp() + " orders for warm-up");
                requests.order(listings.subList(0, plan.warmUp()), 0);
            }
            rest.await(patience(all));
            if (plan.history() > 0) {
                HistoryCopies.add(marketplace, plan.history(), LoadRun::progress);
                rest.await(REST_BEFORE);
            }
            double idleAfter = plan.awaitCompilers() ? processor.compilers().awaitIdle(COMPILERS) : 0;
            progress(plan.orders() + " orders");
            var measured = measured(requests, listings.subList(plan.warmUp(), all), processor, counters, rest);
            return report(measured, processor, idleAfter, new LoadOutcomes(database));
        }
    }

    private LoadMeasurement measured(
            LoadRequests requests,
            List<String> listings,
            ProcessorTimes processor,
            WorkCounters counters,
            LoadRest rest)
            throws SQLException, ExecutionException, InterruptedException {
        var residentBefore = marketplace.residentMb();
        long emailsBefore = effects.emailsAccepted();
        long ledgerBefore = effects.ledgerEnd();
        double loadBefore = loadAverage();
        var workBefore = counters.read();
        var processorBefore = processor.sample();
        var began = Instant.now();
        var answers = requests.order(listings, plan.rate());
        var answered = Instant.now();
        var atRest = rest.await(patience(plan.orders()));
        var processorAfter = processor.sample();
        var workAfter = counters.read();
        return new LoadMeasurement(
                answers,
                began,
                answered,
                atRest,
                processorAfter.since(processorBefore),
                workAfter.since(workBefore),
                loadBefore,
                loadAverage(),
                residentBefore,
                marketplace.residentMb(),
                effects.emailsAccepted() - emailsBefore,
                ledgerBefore);
    }

    /** Enough for four orders a second. */
    private static Duration patience(int orders) {
        return Duration.ofSeconds(60 + orders / 4);
    }

    private static void progress(String what) {
        System.err.println("swapr load: " + what + " ...");
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private LoadReport report(
            LoadMeasurement measured, ProcessorTimes processor, double idleAfter, LoadOutcomes outcomes)
            throws SQLException, ExecutionException, InterruptedException {
        var ids = measured.answers().stream().map(Answer::id).toList();
        var orders = outcomes.confirmed(ids);
        long emails = outcomes.emails(ids);
        if (measured.emailsReceived() < emails) {
            throw new IllegalStateException(
                    "the mail server received %d of %d e-mails".formatted(measured.emailsReceived(), emails));
        }
        effects.checkBank(ids, measured.ledgerBefore());
        progress("commits of the database alone");
        double commits = new CommitLoop(marketplace).perSecond(plan.commitLoop());
        var quick = Scenarios.SERVICES.stream()
                .filter(service -> ProcessorTimes.known()
                        && !processor.compilers().optimizing().contains(service))
                .toList();
        return new LoadFigures(plan, measured, orders)
                .report(List.copyOf(LoadProcesses.of(marketplace).keySet()), quick, idleAfter, emails, commits);
    }
}
