package swapr.system;

import java.time.Instant;
import java.util.List;
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
 * @param duplicates events that consumers have skipped, since they started
 * @param overtaken events that were applied after a later one of their aggregate, since they started
 * @param pauses how often messaging has waited for database or broker, since they started
 * @param clocksApart the most that a service's clock and its database's differ, in seconds
 * @param openDistance writing transactions begun since the oldest that is open
 * @param away services that did not answer
 */
record Beat(
        Instant at,
        double unsent,
        double oldestUnsent,
        double lag,
        double deadLetters,
        List<String> retrying,
        boolean breakerOpen,
        double duplicates,
        double overtaken,
        double pauses,
        double clocksApart,
        double openDistance,
        List<String> away) {

    /** So many transactions may begin during a batch. */
    private static final int WHILE_A_BATCH_LASTS = 1_000;

    /**
     * Where it would have been seen that something is wrong: "unsent", "unsent for long", "lag", "dead letters", "purchase retries", "breaker
     * open", "duplicates", "out of order", "pauses", "clocks apart", "transaction left open", "purchase away".
     */
    static List<String> signs(List<Beat> beats) {
        var seen = new TreeSet<String>();
        Beat before = null;
        for (var beat : beats) {
            beat.levels(seen);
            if (before != null) {
                beat.increases(before, seen);
            }
            before = beat;
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

    private void increases(Beat before, Set<String> seen) {
        see(seen, duplicates > before.duplicates, "duplicates");
        see(seen, overtaken > before.overtaken, "out of order");
        see(seen, pauses > before.pauses, "pauses");
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
