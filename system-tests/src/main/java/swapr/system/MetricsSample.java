package swapr.system;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The metrics of all services at one moment.
 *
 * @param unsent events in the outboxes
 * @param oldestUnsent the age of the oldest of them, in seconds
 * @param lag records that consumers have not read
 * @param deadLetters open ones
 * @param retrying services whose commands failed and will be tried again, more than usual
 * @param breakerOpen whether the bank is not asked at the moment
 * @param clocksApart the most that a service's clock and its database's differ, in seconds
 * @param openDistance writing transactions begun since the oldest that is open
 * @param counted what each process has counted since it started; of those that did not answer nothing is known
 * @param away services that did not answer
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
     * What one process has counted since it started.
     *
     * @param duplicates events that its consumers have skipped
     * @param overtaken events that were applied after a later one of their aggregate
     * @param pauses how often messaging has waited for database or broker
     */
    record Counters(double duplicates, double overtaken, double pauses) {

        private void increases(Counters before, Set<String> seen) {
            see(seen, increased(before.duplicates, duplicates), "duplicates");
            see(seen, increased(before.overtaken, overtaken), "out of order");
            see(seen, increased(before.pauses, pauses), "pauses");
        }

        /** As Prometheus has it: a counter that is less than it was has begun again at zero. */
        private static boolean increased(double before, double now) {
            return now > (now < before ? 0 : before);
        }
    }

    /** So many transactions may begin during a batch. */
    private static final int WHILE_A_BATCH_LASTS = 1_000;

    /**
     * Where it would have been seen that something is wrong: "unsent", "unsent for long", "lag", "dead letters", "purchase retries", "breaker
     * open", "duplicates", "out of order", "pauses", "clocks apart", "transaction left open", "purchase away".
     */
    static List<String> symptoms(List<MetricsSample> samples) {
        var seen = new TreeSet<String>();
        var known = new HashMap<String, Counters>();
        for (var sample : samples) {
            sample.levels(seen);
            sample.counted.forEach((process, now) -> {
                var before = known.put(process, now);
                if (before != null) {
                    now.increases(before, seen);
                }
            });
        }
        return List.copyOf(seen);
    }

    private void levels(Set<String> seen) {
        away.forEach(service -> seen.add(withoutNumber(service) + " away"));
        retrying.forEach(service -> seen.add(withoutNumber(service) + " retries"));
        see(seen, unsent > 50, "unsent");
        see(seen, oldestUnsent > 3, "unsent for long");
        see(seen, lag > 50, "lag");
        see(seen, deadLetters > 0, "dead letters");
        see(seen, breakerOpen, "breaker open");
        see(seen, clocksApart > 5, "clocks apart");
        see(seen, openDistance > WHILE_A_BATCH_LASTS, "transaction left open");
    }

    private static void see(Set<String> seen, boolean sign, String name) {
        if (sign) {
            seen.add(name);
        }
    }

    /** Of an instance, the service. */
    private static String withoutNumber(String instance) {
        return instance.replaceAll("-\\d$", "");
    }
}
