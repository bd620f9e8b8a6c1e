package swapr.messaging;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that is stored as a dead letter.
 *
 * @param sequenceKey as in {@link DeadLetter}
 * @param envelope null for a malformed record, and if the database refuses its values
 * @param pause the time until the next attempt, if the status is RETRYING
 */
record NewDeadLetter(
        String consumer,
        ConsumerRecord<byte[], byte[]> record,
        String sequenceKey,
        @Nullable Envelope<?> envelope,
        Reason reason,
        DeadLetter.Status status,
        Duration pause) {

    /**
     * Why a record is not processed.
     *
     * @param handler the handler that failed; empty if none ran
     * @param exception the class name of the failure; empty if the record has not failed
     */
    record Reason(String handler, String exception, String message, int attempts) {

        static Reason failed(String handler, Throwable failure, int attempts) {
            return new Reason(handler, Failures.kind(failure), Failures.summary(failure), attempts);
        }

        /** The record has not failed. */
        static Reason waits(String message) {
            return new Reason("", "", message, 0);
        }
    }

    /** An event that failed: the head of its sequence. */
    static NewDeadLetter parked(String consumer, EventCodec.Event event, Reason reason) {
        return of(consumer, event, reason, DeadLetter.Status.PARKED);
    }

    /** An event behind a dead letter with the same key. */
    static NewDeadLetter waiting(String consumer, EventCodec.Event event) {
        var reason = Reason.waits("waits behind an earlier event of its key");
        return of(consumer, event, reason, DeadLetter.Status.WAITING);
    }

    private static NewDeadLetter of(String consumer, EventCodec.Event event, Reason reason, DeadLetter.Status status) {
        return new NewDeadLetter(
                consumer, event.record(), sequenceKey(event), event.envelope(), reason, status, Duration.ZERO);
    }

    /** A malformed record. No row waits behind it, because it has no aggregate. */
    static NewDeadLetter parked(String consumer, EventCodec.Malformed malformed) {
        var reason = Reason.failed("", malformed.problem(), 1);
        return bytes(consumer, malformed, reason, DeadLetter.Status.PARKED);
    }

    /** A record without the values that were derived from its bytes. */
    static NewDeadLetter bytes(String consumer, EventCodec.Incoming incoming, Reason reason, DeadLetter.Status status) {
        return new NewDeadLetter(
                consumer, incoming.record(), sequenceKey(incoming), null, reason, status, Duration.ZERO);
    }

    /** A command. It is a sequence of its own: no row waits behind it. */
    static NewDeadLetter command(
            String consumer, EventCodec.Event command, Reason reason, DeadLetter.Status status, Duration pause) {
        String key = command.envelope().eventId().toString();
        return new NewDeadLetter(consumer, command.record(), key, command.envelope(), reason, status, pause);
    }

    static String sequenceKey(EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Event event -> event.envelope().aggregateId();
            case EventCodec.Malformed malformed -> DeadLetter.place(malformed.record());
        };
    }
}
