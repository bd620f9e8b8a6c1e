package swapr.room;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * The next update of the page: the records that have arrived since the last one, and the reads of the groups. A page
 * can draw some tokens only, so more records are counted, and are not sent.
 */
final class RecordUpdate {

    /** The page moves this number of tokens at once. Records that were not sent for a while add up to it. */
    static final int BURST = 60;
    /** Records a second. A token moves for 1.4 seconds, and two or three reads of a record are tokens, too. */
    static final int PER_SECOND = 20;
    /** The page lists 50 records. The reads of older ones are only counted. */
    private static final int LISTED = 100;

    private final InstantSource clock;
    private final Deque<KafkaRecord> arrived = new ArrayDeque<>();
    private final List<PendingReads.Read> reads = new ArrayList<>();
    private final SequencedSet<String> sent = new LinkedHashSet<>();
    private int count;
    private double allowed = BURST;
    private Instant last;

    RecordUpdate(InstantSource clock) {
        this.clock = clock;
        last = clock.instant();
    }

    synchronized void add(KafkaRecord stored) {
        count++;
        arrived.addLast(stored);
        if (arrived.size() > BURST) {
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
        var now = clock.instant();
        // A clock that was set back allows nothing once.
        allowed = Math.clamp(allowed + PER_SECOND * Duration.between(last, now).toMillis() / 1_000.0, 0, BURST);
        last = now;
        while (arrived.size() > (int) allowed) {
            arrived.removeFirst();
        }
        allowed -= arrived.size();
        arrived.forEach(stored -> sent.add(id(stored.topic(), stored.partition(), stored.offset())));
        while (sent.size() > LISTED) {
            sent.removeFirst();
        }
        var shown = reads.stream()
                .filter(read -> sent.contains(id(read.topic(), read.partition(), read.offset())))
                .toList();
        var update = new LinkedHashMap<String, Object>();
        update.put("at", now.toString());
        update.put("records", List.copyOf(arrived));
        update.put("skipped", count - arrived.size());
        update.put("reads", shown);
        update.put("skipped_reads", reads.size() - shown.size());
        arrived.clear();
        count = 0;
        reads.clear();
        return Optional.of(update);
    }

    private static String id(String topic, int partition, long offset) {
        return topic + "/" + partition + "/" + offset;
    }
}
