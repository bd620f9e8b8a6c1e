package swapr.system;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;
import swapr.system.LoadSender.Answer;
import swapr.system.LoadSender.Request;

/** One measurement of the running marketplace: accounts and listings, warm-up, a pause, the measured orders. */
final class LoadRun {

    private static final String CLIENT = "load client";
    /** The maximum time that the JIT compilers get after the warm-up. */
    static final Duration COMPILERS = Duration.ofSeconds(60);

    private static final Duration REST_BEFORE = Duration.ofMinutes(1);
    /** The mail server keeps at most this number of e-mails. */
    private static final long FULL_MAILBOX = 105_000;

    private static final List<String> ORDER = List.of(
            "postgres", "kafka", "bank", "mail", "edge", "user", "listing", "purchase", "notification", "analytics");

    private final LocalMarketplace marketplace;
    private final LoadPlan plan;

    LoadRun(LocalMarketplace marketplace, LoadPlan plan) {
        this.marketplace = marketplace;
        this.plan = plan;
    }

    /**
     * Runs the plan.
     *
     * @throws IllegalStateException if an order is missing, not confirmed, or without its e-mails or its one charge
     */
    LoadReport measure() throws SQLException, IOException, ExecutionException, InterruptedException {
        try (var processor = new ProcessorTimes(processes());
                var counters = new WorkCounters(marketplace);
                var database = DriverManager.getConnection(
                        marketplace.databaseUrl(), Postgres.SUPERUSER, marketplace.superuserPassword());
                var rest = new LoadRest(marketplace, database)) {
            rest.await(REST_BEFORE);
            var _ = counters.read(); // the first call starts JMX in the broker
            int all = plan.warmUp() + plan.orders();
            progress("accounts");
            var accounts = new LoadAccounts(marketplace.url("edge"), all);
            progress(all + " listings");
            var listings = listings(accounts, all);
            if (plan.warmUp() > 0) {
                progress(plan.warmUp() + " orders for warm-up");
                sent(LoadSender.send(
                        door(), orders(accounts, listings.subList(0, plan.warmUp())), plan.connections(), 0));
            }
            rest.await(patience(all));
            double idleAfter = plan.awaitCompilers() ? processor.awaitIdleCompilers(COMPILERS) : 0;
            progress(plan.orders() + " orders");
            var outcomes = new LoadOutcomes(marketplace, database);
            var measured = measured(
                    orders(accounts, listings.subList(plan.warmUp(), all)), processor, counters, rest, outcomes);
            return report(measured, processor, idleAfter, outcomes);
        }
    }

    private LoadMeasurement measured(
            List<Request> orders, ProcessorTimes processor, WorkCounters counters, LoadRest rest, LoadOutcomes outcomes)
            throws SQLException, IOException, ExecutionException, InterruptedException {
        var residentBefore = marketplace.residentMb();
        long mailboxBefore = outcomes.mailbox();
        double loadBefore = loadAverage();
        var workBefore = counters.read();
        var processorBefore = processor.sample();
        var began = Instant.now();
        var answers = sent(LoadSender.send(door(), orders, plan.connections(), plan.rate()));
        var answered = Instant.now();
        var atRest = rest.await(patience(orders.size()));
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
                mailboxBefore >= FULL_MAILBOX ? Long.MAX_VALUE : outcomes.mailbox() - mailboxBefore);
    }

    private Map<String, Long> processes() {
        var pids = new TreeMap<>(marketplace.pids());
        var ordered = new LinkedHashMap<String, Long>();
        for (var process : ORDER) {
            for (var instance : pids.entrySet()) {
                if (instance.getKey().replaceAll("-\\d$", "").equals(process)) {
                    ordered.put(instance.getKey(), instance.getValue());
                }
            }
        }
        ordered.put(CLIENT, ProcessHandle.current().pid());
        return ordered;
    }

    private String door() {
        return marketplace.url(plan.direct() ? "purchase" : "edge");
    }

    private List<String> listings(LoadAccounts accounts, int number) throws InterruptedException {
        var requests = IntStream.range(0, number)
                .mapToObj(i -> new Request(
                        "/api/listings", accounts.seller(i), UUID.randomUUID().toString(), """
                        {"title":"Pair %d","brand":"Nike","size":"42","condition":"NEW",\
                        "price":{"amount":"%d.50","currency":"USD"}}""".formatted(
                                        i, 50 + i % 100)))
                .toList();
        return sent(LoadSender.send(marketplace.url("edge"), requests, plan.connections(), 0)).stream()
                .map(Answer::id)
                .toList();
    }

    private List<Request> orders(LoadAccounts accounts, List<String> listings) {
        return IntStream.range(0, listings.size())
                .mapToObj(i -> new Request(
                        plan.direct() ? "/orders" : "/api/orders",
                        accounts.buyer(i),
                        UUID.randomUUID().toString(),
                        "{\"listing_id\":\"%s\",\"payment_token\":\"tok_ok\"}".formatted(listings.get(i))))
                .toList();
    }

    private static List<Answer> sent(List<Answer> answers) {
        var refused = answers.stream().filter(answer -> answer.id().isEmpty()).toList();
        if (!refused.isEmpty()) {
            int status = refused.getFirst().status();
            throw new IllegalStateException("%d of %d requests failed; the first one got %s"
                    .formatted(refused.size(), answers.size(), status == 0 ? "no response" : "status " + status));
        }
        return answers;
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
        outcomes.checkBank(ids);
        progress("commits of the database alone");
        double commits = new CommitLoop(marketplace).perSecond(plan.commitLoop());
        var quick = Scenarios.SERVICES.stream()
                .filter(service ->
                        ProcessorTimes.known() && !processor.optimizing().contains(service))
                .toList();
        return new LoadFigures(plan, measured, orders)
                .report(List.copyOf(processes().keySet()), quick, idleAfter, emails, commits);
    }
}
