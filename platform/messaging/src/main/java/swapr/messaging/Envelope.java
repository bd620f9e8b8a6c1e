package swapr.messaging;

import java.time.Instant;
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
        T payload) {

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
                read);
    }
}
