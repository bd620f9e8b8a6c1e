package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import swapr.system.LoadSender.Answer;

/** Computes the figures of one load. docs/speed.md explains each of them. */
final class LoadFigures {

    private final LoadPlan plan;
    private final LoadMeasurement measurement;
    private final List<LoadOutcomes.Order> orders;

    /** @param orders in the order of sending */
    LoadFigures(LoadPlan plan, LoadMeasurement measurement, List<LoadOutcomes.Order> orders) {
        this.plan = plan;
        this.measurement = measurement;
        this.orders = orders;
    }

    /**
     * Makes the report.
     *
     * @param processes all processes, in the order of the lines
     * @param quick the processes without the optimizing compiler
     * @param idleAfter seconds until the JIT compilers were idle, as {@link ProcessorTimes#awaitIdleCompilers} returns
     * @param emails the number of e-mails because of the orders
     * @param commits the commits per second of the database alone
     */
    LoadReport report(List<String> processes, List<String> quick, double idleAfter, long emails, double commits) {
        var report = new LoadReport();
        head(report, quick, idleAfter);
        throughput(report);
        latencies(report);
        processor(report, processes);
        work(report, emails);
        database(report, commits);
        return report;
    }

    private void database(LoadReport report, double commits) {
        report.heading("database alone, same run");
        report.figure(
                "commits_per_second",
                "commits/s as pgbench -N",
                commits,
                0,
                "%d clients, %d s"
                        .formatted(CommitLoop.CLIENTS, plan.commitLoop().toSeconds()));
        double finished = orders.size() / seconds(measurement.began(), measurement.atRest());
        report.figure("orders_per_commit", "finished orders/s : commits/s", finished / commits, 4, "");
    }

    private void head(LoadReport report, List<String> quick, double idleAfter) {
        report.text("%d orders, all confirmed, each with one charge and its e-mails%n%s, %d connections, %s"
                .formatted(
                        plan.orders(),
                        plan.rate() == 0 ? "as fast as possible" : plan.rate() + " per second",
                        plan.connections(),
                        plan.direct() ? "to purchase-service" : "through the edge"));
        report.text("warm-up: %d orders; JIT compilers: %s"
                .formatted(
                        plan.warmUp(),
                        !plan.awaitCompilers()
                                ? "no pause"
                                : idleAfter < 0
                                        ? "not idle after %d s".formatted(LoadRun.COMPILERS.toSeconds())
                                        : "idle after %.0f s".formatted(idleAfter)));
        if (!quick.isEmpty()) {
            report.text("without the optimizing compiler (see docs/start.md): " + String.join(", ", quick));
        }
        report.text(
                "load average before %.1f, after %.1f".formatted(measurement.loadBefore(), measurement.loadAfter()));
        report.onlyJson("orders", plan.orders());
        report.onlyJson("rate", plan.rate());
        report.onlyJson("connections", plan.connections());
        report.onlyJson("warm_up", plan.warmUp());
        report.onlyJson("compilers_idle_after_s", idleAfter);
        report.onlyJson("without_optimizing_compiler", quick);
        report.onlyJson("load_average", List.of(measurement.loadBefore(), measurement.loadAfter()));
    }

    private void throughput(LoadReport report) {
        var last = orders.stream()
                .map(LoadOutcomes.Order::confirmed)
                .max(Instant::compareTo)
                .orElse(measurement.began());
        report.heading("throughput", "orders/s");
        rate(
                report,
                "finished",
                "finished",
                orders.size(),
                seconds(measurement.began(), measurement.atRest()),
                "everything at rest");
        rate(report, "confirmed", "confirmed", orders.size(), seconds(measurement.began(), last), "last CONFIRMED");
        rate(
                report,
                "accepted",
                "accepted",
                orders.size(),
                seconds(measurement.began(), measurement.answered()),
                "last response");
        int repeats = measurement.answers().stream().mapToInt(Answer::repeats).sum();
        report.figure("repeated_requests", "repeated requests", repeats, 0, "");
    }

    private static void rate(LoadReport report, String key, String name, int orders, double seconds, String until) {
        report.onlyJson(key + "_after_s", seconds);
        report.figure(key + "_per_second", name, orders / seconds, 1, "%s after %.1f s".formatted(until, seconds));
    }

    private void latencies(LoadReport report) {
        report.heading("latency, ms", "p50", "p90", "p99", "max");
        var answers = measurement.answers();
        percentiles(report, "answer_ms", "response to POST /orders", answers, answer -> answer.nanos() / 1e6);
        List<Double> confirmed = new ArrayList<>();
        for (var i = 0; i < orders.size(); i++) {
            var from =
                    plan.rate() == 0 ? orders.get(i).placed() : answers.get(i).intended();
            confirmed.add(seconds(from, orders.get(i).confirmed()) * 1e3);
        }
        percentiles(report, "confirmed_ms", "order to CONFIRMED", confirmed, millis -> millis);
    }

    private static <T> void percentiles(
            LoadReport report, String key, String name, List<T> all, ToDoubleFunction<T> millis) {
        double[] sorted = all.stream().mapToDouble(millis).sorted().toArray();
        report.figures(
                "",
                key,
                name,
                List.of("p50", "p90", "p99", "max"),
                Arrays.asList(at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 1)),
                1);
    }

    /** The smallest value that this share of all values does not exceed. */
    static double at(double[] sorted, double share) {
        return sorted[Math.clamp((long) Math.ceil(share * sorted.length) - 1, 0, sorted.length - 1)];
    }

    private void processor(LoadReport report, List<String> processes) {
        var columns = List.of("total", "jit", "jit_percent");
        report.heading("processor time, ms per order", "total", "JIT", "JIT %");
        var total = measurement.processor().total();
        var compilers = measurement.processor().compilers();
        processor(report, columns, "all", sum(total), sum(compilers));
        for (var process : processes) {
            processor(
                    report,
                    columns,
                    process,
                    total.containsKey(process) ? total.get(process) : Double.NaN,
                    compilers.containsKey(process) ? compilers.get(process) : ProcessorTimes.known() ? 0 : Double.NaN);
        }
    }

    private void processor(LoadReport report, List<String> columns, String process, double total, double compilers) {
        report.figures(
                "processor_ms",
                process,
                process,
                columns,
                Arrays.asList(
                        total / plan.orders(), compilers / plan.orders(), total == 0 ? 0 : compilers / total * 100),
                2);
    }

    private static double sum(Map<String, Long> times) {
        return times.isEmpty()
                ? Double.NaN
                : times.values().stream().mapToLong(millis -> millis).sum();
    }

    private void work(LoadReport report, long emails) {
        var work = measurement.work();
        double number = plan.orders();
        report.heading("work", "per order");
        report.figure("statements_per_order", "SQL statements", work.statements() / number, 1, "");
        report.figure("write_commits_per_order", "write commits", work.writes() / number, 1, "");
        report.figure("wal_bytes_per_order", "WAL bytes", work.walBytes() / number, 0, "");
        report.figure("records_per_order", "Kafka records", work.records() / number, 1, "");
        report.figure("produces_per_order", "produce requests", work.requests("Produce") / number, 1, "");
        report.figure("fetches_per_order", "fetches", work.requests("FetchConsumer", "ShareFetch") / number, 1, "");
        report.figure("offset_commits_per_order", "offset commits", work.requests("OffsetCommit") / number, 1, "");
        report.figure("emails_per_order", "e-mails", emails / number, 1, "");
        report.heading("batches", "average");
        report.figure(
                "records_per_relay_round",
                "records per relay round",
                ratio(work.metric(WorkCounters.RELAY_RECORDS), work.metric(WorkCounters.RELAY_ROUNDS)),
                2,
                "");
        report.figure(
                "looks_per_relay_round",
                "looks into the outbox per relay round",
                ratio(work.metric(WorkCounters.RELAY_LOOKS), work.metric(WorkCounters.RELAY_ROUNDS)),
                2,
                "");
        report.figure(
                "events_per_consumer_batch",
                "events per consumer batch",
                ratio(work.metric(WorkCounters.BATCH_EVENTS), work.metric(WorkCounters.BATCHES)),
                2,
                "");
        report.heading("resident memory, MB", "before", "after");
        report.figures(
                "",
                "resident_mb",
                "all",
                List.of("before", "after"),
                Arrays.asList(sum(measurement.residentBefore()), sum(measurement.residentAfter())),
                0);
    }

    private static double ratio(double of, double to) {
        return to == 0 ? Double.NaN : of / to;
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e9;
    }
}
