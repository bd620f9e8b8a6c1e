package swapr.system;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metrics of all services at one time.
 *
 * @param unsent the number of outbox rows
 * @param oldestUnsent the age of the oldest outbox row, in seconds
 * @param lag the number of records that consumers have not read
 * @param deadLetters the number of open dead letters
 * @param retrying services with more failed commands than usual that wait for a retry
 * @param breakerOpen true if the circuit breaker of the bank is open
 * @param clocksApart the largest difference between a service's clock and its database's clock, in seconds
 * @param openDistance the number of writing transactions that began after the oldest open one
 * @param counted the counters of each process; a process without a response is missing
 * @param away services without a response
 */
record MetricsSample(
        Instant at,
        double unsent,
        double oldestUnsent,
        double lag,
        double deadLetters,
        List<String> retrying,
        boolean breakerOpen,
        double clocksApart,
        double openDistance,
        Map<String, Counters> counted,
        List<String> away) {

    /**
     * The counters of one process since its start.
     *
     * @param duplicates events that its consumers skipped because they had applied them before
     * @param overtaken events that were applied after a later event of their aggregate
     * @param pauses how often the messaging waited for the database or the broker
     */
    record Counters(double duplicates, double overtaken, double pauses) {

        private void addIncreases(Counters before, Set<String> seen) {
            addIf(seen, increased(before.duplicates, duplicates), "duplicates");
            addIf(seen, increased(before.overtaken, overtaken), "out of order");
            addIf(seen, increased(before.pauses, pauses), "pauses");
        }

        /** Like Prometheus: a counter that is lower than before started again at zero. */
        private static boolean increased(double before, double now) {
            return now > (now < before ? 0 : before);
        }
    }

    /** This number of transactions may begin during the longest normal transaction, which handles a batch. */
    private static final int NORMAL_OPEN_DISTANCE = 1_000;

    /**
     * The symptoms in these samples: "unsent", "unsent for long", "lag", "dead letters", "purchase retries",
     * "breaker open", "duplicates", "out of order", "pauses", "clocks apart", "transaction left open", "purchase away".
     */
    static List<String> symptoms(List<MetricsSample> samples) {
        var seen = new TreeSet<String>();
        var known = new HashMap<String, Counters>();
        for (var sample : samples) {
            sample.addLevels(seen);
            sample.counted.forEach((process, now) -> {
                var before = known.put(process, now);
                if (before != null) {
                    now.addIncreases(before, seen);
                }
            });
        }
        return List.copyOf(seen);
    }

    private void addLevels(Set<String> seen) {
        away.forEach(service -> seen.add(withoutNumber(service) + " away"));
        retrying.forEach(service -> seen.add(withoutNumber(service) + " retries"));
        addIf(seen, unsent > 50, "unsent");
        addIf(seen, oldestUnsent > 3, "unsent for long");
        addIf(seen, lag > 50, "lag");
        addIf(seen, deadLetters > 0, "dead letters");
        addIf(seen, breakerOpen, "breaker open");
        addIf(seen, clocksApart > 5, "clocks apart");
        addIf(seen, openDistance > NORMAL_OPEN_DISTANCE, "transaction left open");
    }

    private static void addIf(Set<String> seen, boolean symptom, String name) {
        if (symptom) {
            seen.add(name);
        }
    }

    /** The service of an instance. */
    private static String withoutNumber(String instance) {
        return instance.replaceAll("-\\d$", "");
    }
}
