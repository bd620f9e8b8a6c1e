package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Processes polled records: one batch in one database transaction. If a record fails, the batch is rolled back and
 * processed again with one transaction per record, so that only the failing record is retried and parked. During an
 * outage the container receives the exception, pauses, and delivers the same batch again. The inbox then skips the
 * events that were applied before.
 */
final class EventBatchListener implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(EventBatchListener.class);

    /**
     * A concurrency conflict is not the event's fault, so it is retried without counting as an attempt. A thousand in a
     * row is a bug, not contention.
     */
    private static final int MAX_CONFLICTS = 1000;

    private final String consumer;
    private final Subscription subscription;
    private final TransactionTemplate transaction;
    private final EventCodec codec;
    private final Projections projections;
    private final BatchProcessor processor;
    private final Metrics metrics;
    private final OutOfOrderDetector outOfOrder;
    private final OutageDetector outages;
    private final FailedRecords failed;
    private final MessagingProperties.Retry retry;

    EventBatchListener(
            String consumer,
            Subscription subscription,
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
        this.projections = projections;
        this.processor = new BatchProcessor(consumer, subscription, inbox, deadLetters);
        this.metrics = metrics;
        this.outOfOrder = new OutOfOrderDetector(metrics.overtaken(consumer));
        this.outages = new OutageDetector(inbox);
        this.failed = new FailedRecords(consumer, subscription, transaction, inbox, deadLetters, metrics, outages);
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
            case EventCodec.Event event -> subscription.wants(event);
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
                    failed.park(incoming, e, attempt);
                    return;
                } else {
                    pause(retry.pause().multipliedBy(1L << (attempt - 1)));
                    attempt++;
                }
            }
        }
    }

    private static void pause(Duration duration) {
        LockSupport.parkNanos(Pauses.jittered(duration).toNanos());
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
}
