package swapr.messaging;

import java.time.Instant;
import java.util.List;

/**
 * The service's append-only log. It is audit trail, archive, event store and source of the outbox. The relay sends
 * every appended message to Kafka after the commit of the transaction, in order per aggregate.
 *
 * <pre>{@code
 * @EventType("ListingCreated")
 * record ListingCreated(UUID listingId) {}
 *
 * @Transactional
 * void create(UUID id) {
 *     log.append("listing:" + id, 0, new ListingCreated(id));
 * }
 * }</pre>
 */
public interface EventLog {

    /**
     * Appends the events of a change and stores the new version in the aggregate. Without events nothing happens.
     *
     * @param events the events that the change returned, in order
     * @throws org.springframework.dao.OptimisticLockingFailureException if another transaction has changed the
     *     aggregate since it was loaded; load it again
     * @see #append(String, long, Object...)
     */
    default void append(Aggregate aggregate, List<?> events) {
        if (!events.isEmpty()) {
            append(aggregate.aggregateId(), aggregate.version(), events.toArray());
            aggregate.setVersion(aggregate.version() + events.size());
        }
    }

    /**
     * Appends messages that do not belong to a stored {@link Aggregate}, for example commands for a work queue. They
     * are published if, and only if, the running transaction commits. All messages of a transaction are written before
     * its commit, so the commit can throw the conflict, too.
     *
     * @param aggregateId the record key, written {@code kind:id}, for example {@code listing:019a8f2c-…}; at most 200
     *     characters
     * @param expectedVersion the version of the aggregate so far, 0 for a new one; the appended messages get the
     *     versions {@code expectedVersion + 1}, {@code expectedVersion + 2}, …
     * @param messages at least one record annotated with {@link EventType}. A message with {@link OlderVersions} is
     *     published in all versions that are not retired, with one aggregate version
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     * @throws org.springframework.dao.OptimisticLockingFailureException if the aggregate is not at
     *     {@code expectedVersion}, because another transaction has appended; load the aggregate again
     * @throws IllegalArgumentException if there is no message, or a message is not annotated, is retired, or has more
     *     than 64 KiB on the wire. Also if a field is out of the bounds of {@code contracts/events/envelope.v1.json},
     *     because no consumer accepts such a field
     */
    void append(String aggregateId, long expectedVersion, Object... messages);

    /**
     * The time of the running call, in UTC with microseconds. All messages that the call appends carry it. A call is a
     * transaction; in a consumer's batch it is the reaction to one event. Use it for rows that show the time of the
     * event.
     *
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    Instant time();

    /**
     * The version of an aggregate, 0 for a new one. Appends of the running transaction count. It is the
     * {@code expectedVersion} of the next append.
     */
    long version(String aggregateId);

    /**
     * The history of one aggregate in version order, with the appends of the running transaction; empty if it has none.
     *
     * @throws IllegalStateException if a stored message has a type or version that this service no longer declares
     */
    List<Envelope<Object>> read(String aggregateId);
}
