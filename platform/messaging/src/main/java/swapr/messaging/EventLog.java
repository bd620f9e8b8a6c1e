package swapr.messaging;

import java.time.Instant;
import java.util.List;

/**
 * The service's append-only log: what it appends here is audit trail, archive, event store and outbox at once. The
 * relay sends every appended message to Kafka, in order per aggregate, after the transaction has committed.
 */
public interface EventLog {

    /**
     * Appends messages to one aggregate and publishes them when, and only if, the running transaction commits.
     *
     * @param aggregateId the record key, written {@code kind:id}, for example {@code listing:019a8f2c-…}; at most 200 characters
     * @param expectedVersion how many messages this aggregate has so far, 0 for a new one; the appended messages get
     *     the versions {@code expectedVersion + 1}, {@code expectedVersion + 2}, …
     * @param messages records annotated with {@link EventType}; at least one. The same type in several versions is one
     *     fact told several times, of which each consumer applies the newest telling that it reads
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     * @throws org.springframework.dao.OptimisticLockingFailureException when the aggregate is not at
     *     {@code expectedVersion}: somebody else was faster, load it again
     * @throws IllegalArgumentException when a message is not annotated, its version is retired, it is larger on the wire
     *     than 900 KiB, or a field is out of the bounds of {@code contracts/events/envelope.v1.json}: no consumer would
     *     take it
     */
    void append(String aggregateId, long expectedVersion, Object... messages);

    /**
     * The time of the running call, in UTC with microseconds. All messages that the call appends carry it. A call is a
     * transaction; in a consumer's batch it is the reaction to one event. Use it for rows that show when the event happened.
     *
     * @throws org.springframework.transaction.IllegalTransactionStateException outside a transaction
     */
    Instant time();

    /** How many messages an aggregate has so far: the {@code expectedVersion} of the next append, 0 when there is none. */
    long version(String aggregateId);

    /**
     * Whether a version of an event is published, or retired by {@code swapr.messaging.retired}. While readers move from
     * one version to the next, a publisher tells a fact in all that are.
     *
     * @throws IllegalArgumentException when the record is not annotated
     */
    boolean publishes(Class<?> message);

    /**
     * The history of one aggregate in version order; empty when there is none.
     *
     * @throws IllegalStateException when a stored message has a type or version this service no longer declares
     */
    List<Envelope<Object>> read(String aggregateId);
}
