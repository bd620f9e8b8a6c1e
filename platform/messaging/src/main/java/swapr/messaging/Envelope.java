package swapr.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event or command in the form that it has on the wire. A reaction takes it as its parameter if it needs more than
 * the payload:
 *
 * <pre>{@code
 * record OrderPlaced(UUID orderId) {}
 *
 * @When(value = "OrderPlaced", topic = "purchase-events")
 * void note(Envelope<OrderPlaced> event) {
 *     log.info("{} at {}", event.payload().orderId(), event.timestamp());
 * }
 * }</pre>
 *
 * @param eventId the idempotency key
 * @param aggregateId the record key, {@code kind:id}
 * @param aggregateVersion 1, 2, 3 … per aggregate, without a gap
 * @param actor the cause: {@code user:<id>}, {@code service:<name>} or {@code anonymous}
 * @param timestamp the time of the append, in UTC with microseconds
 * @param correlationId one per user request; all events that follow from the request have it
 * @param causationId the id of the event or request that directly caused this event
 * @param parallelVersions set if the fact is published in parallel versions, each as its own event; a consumer applies
 *     the newest version that it reads and skips the others
 * @param <T> the payload: the publisher's record, or a reader's own record with the fields that it reads
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
        @Nullable Versions parallelVersions,
        T payload) {

    /**
     * One fact in parallel versions.
     *
     * @param factId the event id of the first version; all versions have it, and consumers store it in their inbox
     * @param versions all schema versions of the fact, ascending
     */
    public record Versions(UUID factId, List<Integer> versions) {}

    /** The id that a consumer applies once: the event id, or the fact id that parallel versions share. */
    public UUID factId() {
        return parallelVersions == null ? eventId : parallelVersions.factId();
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
                parallelVersions,
                read);
    }
}
