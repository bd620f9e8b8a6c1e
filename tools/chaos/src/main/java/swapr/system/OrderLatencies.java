package swapr.system;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The orders of a load, from their intended start until their final event is on Kafka. */
final class OrderLatencies {

    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** An order is forgotten after so many later ones. */
    private static final int KEPT = 20_000;

    /** @param nanos from the intended start until the final event was read */
    private record Done(long at, long nanos) {}

    /** The intended start of each open order. */
    private final Map<String, Long> open = new LinkedHashMap<>();
    /** Final events without a start: their orders are of other clients, or their request is not answered yet. */
    private final Map<String, Long> early = new LinkedHashMap<>();

    private final Deque<Long> starts = new ArrayDeque<>();
    private final Deque<Long> refusals = new ArrayDeque<>();
    private final Deque<Done> done = new ArrayDeque<>();
    private long begin = System.nanoTime();

    /** Forgets the figures, but not the open orders. */
    synchronized void restart() {
        begin = System.nanoTime();
        starts.clear();
        refusals.clear();
        done.clear();
    }

    /** An order was accepted. */
    synchronized void started(String order, long intended) {
        starts.addLast(System.nanoTime());
        Long end = early.remove(order);
        if (end == null) {
            keep(open, order, intended);
        } else {
            done.addLast(new Done(end, end - intended));
        }
    }

    /** An order, or its listing, was not accepted. */
    synchronized void refused() {
        refusals.addLast(System.nanoTime());
    }

    /** The final event of an order was read. The order may be of another client. */
    synchronized void finished(String order) {
        long now = System.nanoTime();
        Long intended = open.remove(order);
        if (intended == null) {
            keep(early, order, now);
        } else {
            done.addLast(new Done(now, now - intended));
        }
    }

    private static void keep(Map<String, Long> times, String order, long time) {
        times.put(order, time);
        if (times.size() > KEPT) {
            times.remove(times.keySet().iterator().next());
        }
    }

    /**
     * The started, refused and final orders a second, and the latencies of the final ones in ms. They are of the last
     * ten seconds, or of the time since the last {@link #restart}.
     */
    synchronized SortedMap<String, Object> figures() {
        long now = System.nanoTime();
        long since = Math.max(begin, now - WINDOW.toNanos());
        starts.removeIf(at -> at < since);
        refusals.removeIf(at -> at < since);
        done.removeIf(one -> one.at() < since);
        double seconds = Math.max(1, (now - since) / 1e9);
        var figures = new TreeMap<String, Object>(Map.of(
                "started", starts.size() / seconds,
                "refused", refusals.size() / seconds,
                "final", done.size() / seconds));
        var latencies = done.stream().mapToLong(Done::nanos).sorted().toArray();
        if (latencies.length > 0) {
            figures.put("p50", percentile(latencies, 0.50));
            figures.put("p99", percentile(latencies, 0.99));
        }
        return figures;
    }

    /** The nearest-rank percentile, in ms. */
    private static double percentile(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1] / 1e6;
    }
}
