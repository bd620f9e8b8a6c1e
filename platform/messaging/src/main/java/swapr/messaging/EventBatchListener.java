package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Processes polled records: one batch in one database transaction. If a record fails, the batch is rolled back and
 * processed again with one transaction per record, so that only the failing record is retried and parked. During an
 * outage the container receives the exception, pauses, and delivers the same batch again. The inbox then skips the
 * events that were applied before. If a failure cannot be stored, the record is parked as raw bytes.
 */
final class EventBatchListener implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(EventBatchListener.class);

    /**
     * A concurrency conflict is not the event's fault, so it is retried without counting as an attempt. A thousand in a
     * row is a bug, not contention.
     */
    private static final int MAX_CONFLICTS = 1000;

    private final String consumer;
    private final SubscriptionRegistry.Subscription subscription;
    private final TransactionTemplate transaction;
    private final EventCodec codec;
    private final Inbox inbox;
    private final DeadLetterStore deadLetters;
    private final Projections projections;
    private final BatchProcessor processor;
    private final Metrics metrics;
    private final OutOfOrderDetector outOfOrder;
    private final OutageDetector outages;
    private final MessagingProperties.Retry retry;

    EventBatchListener(
            String consumer,
            SubscriptionRegistry.Subscription subscription,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            Projections projections,
            Metrics metrics,
            MessagingProperties.Retry retry) {
        this.consumer = consumer;
        this.subscription = subscription;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
        this.projections = projections;
        this.processor = new BatchProcessor(consumer, subscription, inbox, deadLetters);
        this.metrics = metrics;
        this.outOfOrder = new OutOfOrderDetector(metrics.overtaken(consumer));
        this.outages = new OutageDetector(inbox);
        this.retry = retry;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
        long since = System.nanoTime();
        List<EventCodec.Incoming> incoming =
                records.stream().map(codec::read).filter(this::isWanted).toList();
        if (incoming.isEmpty()) {
            return;
        }
        try {
            applyAll(incoming);
            Rest.afterWork(since);
        } catch (RuntimeException e) {
            metrics.paused("consumer");
            log.warn(
                    "{} pauses; the container will deliver the same {} records again: {}",
                    consumer,
                    records.size(),
                    Failures.summary(e));
            throw e;
        }
    }

    private void applyAll(List<EventCodec.Incoming> incoming) {
        try {
            applyInTransaction(incoming);
        } catch (RuntimeException e) {
            if (outages.isOutage(e)) {
                throw e;
            }
            incoming.forEach(this::applyOne);
        }
    }

    private boolean isWanted(EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Event event -> subscription.wants(event.envelope());
            case EventCodec.Malformed malformed -> true;
        };
    }

    private void applyOne(EventCodec.Incoming incoming) {
        int conflicts = 0;
        for (int attempt = 1; ; ) {
            try {
                applyInTransaction(List.of(incoming));
                return;
            } catch (RuntimeException e) {
                if (outages.isOutage(e, incoming.record())) {
                    throw e;
                }
                if (Failures.isConcurrencyConflict(e) && conflicts < MAX_CONFLICTS) {
                    conflicts++;
                    pause(Duration.ofMillis(5));
                } else if (Failures.isPermanent(e) || attempt >= retry.attempts()) {
                    park(incoming, e, attempt);
                    return;
                } else {
                    pause(retry.pause().multipliedBy(1L << (attempt - 1)));
                    attempt++;
                }
            }
        }
    }

    /** Pauses plus or minus a quarter, so that transactions that collided do not collide again. */
    private static void pause(Duration duration) {
        LockSupport.parkNanos(
                (long) (duration.toNanos() * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }

    private void applyInTransaction(List<EventCodec.Incoming> incoming) {
        BatchProcessor.Applied applied = Objects.requireNonNull(transaction.execute(status -> {
            projections.shareWithRebuild(consumer);
            return processor.apply(incoming);
        }));
        metrics.batch(consumer, incoming.size());
        metrics.processed(applied.outcomes());
        outOfOrder.note(applied.outcomes());
        applied.keptFrom().forEach(metrics::deadLettered);
    }

    private void park(EventCodec.Incoming incoming, RuntimeException failure, int attempts) {
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
                var envelope = event.envelope();
                HandlerMethod handler = subscription.find(envelope.eventType(), envelope.schemaVersion());
                var reason = NewDeadLetter.Reason.failed(String.valueOf(handler), failure, attempts);
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
