package swapr.system;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
     * @param idleAfter seconds until the JIT compilers were idle, as {@link CompilerTimes#awaitIdle} returns
     * @param emails the number of e-mails because of the orders
     * @param commits the commits per second of the database alone
     */
    LoadReport report(List<String> processes, List<String> quick, double idleAfter, long emails, double commits) {
        var report = new LoadReport();
        head(report, quick, idleAfter);
        throughput(report);
        latencies(report);
        new LoadCosts(plan.orders(), measurement).add(report, processes, emails);
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
        report.figure("orders_per_commit", "finished orders/s : commits/s", finished / commits, 4);
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
        rate(report, "finished", measurement.atRest(), "everything at rest");
        rate(report, "confirmed", last, "last CONFIRMED");
        rate(report, "accepted", measurement.answered(), "last response");
        int repeats = measurement.answers().stream().mapToInt(Answer::repeats).sum();
        report.figure("repeated_requests", "repeated requests", repeats, 0);
    }

    private void rate(LoadReport report, String name, Instant end, String until) {
        double seconds = seconds(measurement.began(), end);
        report.onlyJson(name + "_after_s", seconds);
        report.figure(
                name + "_per_second", name, orders.size() / seconds, 1, "%s after %.1f s".formatted(until, seconds));
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

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e9;
    }
}
