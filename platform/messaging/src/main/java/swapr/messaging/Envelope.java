package swapr.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event or command as it stands on the wire.
 *
 * @param eventId the idempotency key
 * @param aggregateId the record key, {@code kind:id}
 * @param aggregateVersion counts 1, 2, 3 … per aggregate with no gap
 * @param actor who caused it: {@code user:<id>}, {@code service:<name>} or {@code anonymous}
 * @param timestamp when it was appended, in UTC with microseconds
 * @param correlationId one per user request, kept through everything that follows from it
 * @param causationId the event or request that led to this one
 * @param told set when the same fact is told in several versions of its type, each an event of its own; a consumer applies
 *     the newest that it reads and skips the others
 * @param <T> the payload: the publisher's record, or the reader's own with just the fields it reads
 */
public record Envelope<T>(
        UUID eventId,
        String eventType,
        int schemaVersion,
        String aggregateId,
        long aggregateVersion,
        String actor,
        Instant timestamp,
        String correlationId,
        @Nullable String causationId,
        @Nullable Told told,
        T payload) {

    /**
     * One fact in several versions.
     *
     * @param factId the event id of the first telling, common to all of them: what consumers remember
     * @param versions all schema versions that it is told in, ascending
     */
    public record Told(UUID factId, List<Integer> versions) {}

    /** What a consumer must not apply twice: the event, or the fact that several events tell. */
    public UUID factId() {
        return told == null ? eventId : told.factId();
    }

    <U> Envelope<U> withPayload(U read) {
        return new Envelope<>(
                eventId,
                eventType,
                schemaVersion,
                aggregateId,
                aggregateVersion,
                actor,
                timestamp,
                correlationId,
                causationId,
                told,
                read);
    }
}
