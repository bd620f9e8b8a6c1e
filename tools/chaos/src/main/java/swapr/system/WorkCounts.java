package swapr.system;

import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of {@link WorkCounters} at one time.
 *
 * @param statements SQL statements of the services, without BEGIN and COMMIT; NaN without pg_stat_statements
 * @param writes transactions that wrote, which are the transactions with an id
 * @param walBytes bytes of the write-ahead log
 * @param records records in all topics
 * @param requests requests to the broker by type, such as Fetch; empty if the broker's JMX is not available
 * @param metrics the sums of the services' counters, by name in Prometheus
 */
record WorkCounts(
        double statements,
        double writes,
        double walBytes,
        double records,
        Map<String, Double> requests,
        Map<String, Double> metrics) {

    /** The work between the other counts and these. */
    WorkCounts since(WorkCounts before) {
        return new WorkCounts(
                statements - before.statements,
                writes - before.writes,
                walBytes - before.walBytes,
                records - before.records,
                difference(before.requests, requests),
                difference(before.metrics, metrics));
    }

    private static Map<String, Double> difference(Map<String, Double> before, Map<String, Double> now) {
        var result = new TreeMap<String, Double>();
        now.forEach((name, value) -> result.put(name, value - before.getOrDefault(name, 0.0)));
        return result;
    }

    private double metric(String name) {
        return metrics.getOrDefault(name, 0.0);
    }

    /** The requests of these types; NaN if they are not known. */
    double requests(String... types) {
        if (requests.isEmpty()) {
            return Double.NaN;
        }
        double sum = 0;
        for (var type : types) {
            sum += requests.getOrDefault(type, 0.0);
        }
        return sum;
    }

    /** The quotient of two metrics; NaN if the second one is 0. */
    double ratio(String of, String to) {
        return metric(to) == 0 ? Double.NaN : metric(of) / metric(to);
    }
}
