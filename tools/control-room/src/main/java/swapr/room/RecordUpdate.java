package swapr.room;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The next update of the page: the records that have arrived since the last one, and the reads of the groups. */
final class RecordUpdate {

    /** More records than this in one update are counted and not drawn. */
    static final int MOST_DRAWN = 40;

    private final Deque<KafkaRecord> arrived = new ArrayDeque<>();
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final List<PendingReads.Read> reads = new ArrayList<>();

    synchronized void add(KafkaRecord stored) {
        counts.computeIfAbsent(stored.topic(), topic -> new TreeMap<>()).merge(stored.type(), 1, Integer::sum);
        arrived.addLast(stored);
        if (arrived.size() > MOST_DRAWN) {
            arrived.removeFirst();
        }
    }

    synchronized void addReads(List<PendingReads.Read> done) {
        reads.addAll(done);
    }

    /** Returns the update and begins the next one; empty if nothing has happened. */
    synchronized Optional<Map<String, Object>> take() {
        if (arrived.isEmpty() && reads.isEmpty()) {
            return Optional.empty();
        }
        var all = counts.values().stream()
                .flatMap(types -> types.values().stream())
                .mapToInt(Integer::intValue)
                .sum();
        var update = new LinkedHashMap<String, Object>();
        update.put("at", Instant.now().toString());
        update.put("records", List.copyOf(arrived));
        update.put("skipped", all - arrived.size());
        update.put("counts", new TreeMap<>(counts));
        update.put("reads", List.copyOf(reads));
        arrived.clear();
        counts.clear();
        reads.clear();
        return Optional.of(update);
    }
}
