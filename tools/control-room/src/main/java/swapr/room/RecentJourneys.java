package swapr.room;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The newest journeys among the records that the room has read. It is bounded. */
final class RecentJourneys {

    /** One load of some seconds fills it. */
    static final int KEPT = 50;

    /**
     * A journey.
     *
     * @param firstType the type of its first record
     * @param key the key of its first record, such as {@code order:ID}
     * @param lastType the type of its last record until now
     * @param records the number of its records until now
     */
    record Seen(
            String correlationId,
            String firstType,
            String key,
            Instant firstStoredAt,
            String lastType,
            Instant lastStoredAt,
            int records) {

        static Seen of(String correlationId, KafkaRecord stored) {
            var at = stored.storedAt();
            return new Seen(correlationId, stored.type(), stored.key(), at, stored.type(), at, 1);
        }

        /** Adds a record. Records of several topics arrive in any order, so their times decide. */
        Seen with(KafkaRecord stored) {
            var at = stored.storedAt();
            var isFirst = at.isBefore(firstStoredAt);
            var isLast = !at.isBefore(lastStoredAt);
            return new Seen(
                    correlationId,
                    isFirst ? stored.type() : firstType,
                    isFirst ? stored.key() : key,
                    isFirst ? at : firstStoredAt,
                    isLast ? stored.type() : lastType,
                    isLast ? at : lastStoredAt,
                    records + 1);
        }
    }

    private final Map<String, Seen> journeys = new LinkedHashMap<>();

    /** Adds a record to its journey. The oldest journey is forgotten if there are too many. */
    synchronized void add(KafkaRecord stored) {
        var id = stored.correlationId();
        if (id == null) {
            return;
        }
        var before = journeys.get(id);
        journeys.put(id, before == null ? Seen.of(id, stored) : before.with(stored));
        if (journeys.size() > KEPT) {
            journeys.remove(journeys.keySet().iterator().next());
        }
    }

    /** The journeys, the newest first. */
    synchronized Answer answer() {
        return Answer.json(Map.of("journeys", List.copyOf(journeys.values()).reversed(), "most", KEPT));
    }
}
