package swapr.system;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Computes the costs of one load: processor time, work of the servers, and memory. docs/speed.md explains each. */
final class LoadCosts {

    private final double orders;
    private final LoadMeasurement measurement;

    LoadCosts(int orders, LoadMeasurement measurement) {
        this.orders = orders;
        this.measurement = measurement;
    }

    /**
     * Adds the costs to the report.
     *
     * @param processes all processes, in the order of the lines
     * @param emails the number of e-mails because of the orders
     */
    void add(LoadReport report, List<String> processes, long emails) {
        processor(report, processes);
        work(report, emails);
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
                Arrays.asList(total / orders, compilers / orders, total == 0 ? 0 : compilers / total * 100),
                2);
    }

    private void work(LoadReport report, long emails) {
        var work = measurement.work();
        report.heading("work", "per order");
        report.figure("statements_per_order", "SQL statements", work.statements() / orders, 1);
        report.figure("write_commits_per_order", "write commits", work.writes() / orders, 1);
        report.figure("wal_bytes_per_order", "WAL bytes", work.walBytes() / orders, 0);
        report.figure("records_per_order", "Kafka records", work.records() / orders, 1);
        report.figure("produces_per_order", "produce requests", work.requests("Produce") / orders, 1);
        report.figure("fetches_per_order", "fetches", work.requests("FetchConsumer", "ShareFetch") / orders, 1);
        report.figure("offset_commits_per_order", "offset commits", work.requests("OffsetCommit") / orders, 1);
        report.figure("emails_per_order", "e-mails", emails / orders, 1);
        report.heading("batches", "average");
        report.figure(
                "records_per_relay_round",
                "records per relay round",
                work.ratio(WorkCounters.RELAY_RECORDS, WorkCounters.RELAY_ROUNDS),
                2);
        report.figure(
                "looks_per_relay_round",
                "looks into the outbox per relay round",
                work.ratio(WorkCounters.RELAY_LOOKS, WorkCounters.RELAY_ROUNDS),
                2);
        report.figure(
                "events_per_consumer_batch",
                "events per consumer batch",
                work.ratio(WorkCounters.BATCH_EVENTS, WorkCounters.BATCHES),
                2);
        report.heading("resident memory, MB", "before", "after");
        report.figures(
                "",
                "resident_mb",
                "all",
                List.of("before", "after"),
                Arrays.asList(sum(measurement.residentBefore()), sum(measurement.residentAfter())),
                0);
    }

    private static double sum(Map<String, Long> times) {
        return times.isEmpty()
                ? Double.NaN
                : times.values().stream().mapToLong(millis -> millis).sum();
    }
}
