package swapr.messaging;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Parks the records of one consumer after their last attempt. If a failure cannot be stored, the record is parked as
 * raw bytes.
 */
final class FailedRecords {

    private static final Logger log = LoggerFactory.getLogger(FailedRecords.class);

    private final String consumer;
    private final Subscription subscription;
    private final TransactionTemplate transaction;
    private final Inbox inbox;
    private final DeadLetterStore deadLetters;
    private final Metrics metrics;
    private final OutageDetector outages;

    FailedRecords(
            String consumer,
            Subscription subscription,
            TransactionTemplate transaction,
            Inbox inbox,
            DeadLetterStore deadLetters,
            Metrics metrics,
            OutageDetector outages) {
        this.consumer = consumer;
        this.subscription = subscription;
        this.transaction = transaction;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.outages = outages;
    }

    /** Parks a record, unless another instance has processed it meanwhile. Throws the exception of an outage. */
    void park(EventCodec.Incoming incoming, RuntimeException failure, int attempts) {
        boolean parked;
        try {
            parked = inTransaction(() -> parkWithFailure(incoming, failure, attempts));
        } catch (RuntimeException e) {
            if (outages.isOutage(e, incoming.record())) {
                throw e;
            }
            log.error(
                    "Could not store the failure of {}, so the record is parked as raw bytes: {}",
                    DeadLetter.place(incoming.record()),
                    Failures.summary(e),
                    e);
            parked = inTransaction(() -> deadLetters.keepBytes(consumer, incoming, failure));
        }
        if (parked) {
            log.error(
                    "Parked {} for {} after {} attempts: {}",
                    name(incoming),
                    consumer,
                    attempts,
                    Failures.summary(failure),
                    incoming instanceof EventCodec.Malformed ? null : Failures.stackTrace(failure));
            metrics.deadLettered(incoming.record().topic());
            if (incoming instanceof EventCodec.Event event) {
                metrics.processed(List.of(new Metrics.Outcome(consumer, event.envelope(), Inbox.PARKED)));
            }
        }
    }

    /** Parks the record; false if another instance has processed it meanwhile. */
    private boolean parkWithFailure(EventCodec.Incoming incoming, RuntimeException failure, int attempts) {
        return switch (incoming) {
            case EventCodec.Malformed malformed -> deadLetters.keep(NewDeadLetter.parked(consumer, malformed));
            case EventCodec.Event event
            when inbox.claim(consumer, List.of(event), Inbox.PARKED).isEmpty() -> false;
            case EventCodec.Event event -> {
                String handler = String.valueOf(subscription.find(event.envelope()));
                var reason = NewDeadLetter.Reason.failed(handler, failure, attempts);
                deadLetters.keep(NewDeadLetter.parked(consumer, event, reason));
                yield true;
            }
        };
    }

    private boolean inTransaction(BooleanSupplier work) {
        return Boolean.TRUE.equals(transaction.execute(status -> work.getAsBoolean()));
    }

    private static String name(EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Malformed malformed -> DeadLetter.place(malformed.record());
            case EventCodec.Event(var _, var envelope) ->
                "%s v%d of %s".formatted(envelope.eventType(), envelope.schemaVersion(), envelope.aggregateId());
        };
    }
}
