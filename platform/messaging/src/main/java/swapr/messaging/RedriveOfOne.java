package swapr.messaging;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs one stored event again in the consumer that failed, with the same handler and the same event id. It sends no
 * record to the shared topic again, because other consumers would receive it twice.
 */
final class RedriveOfOne {

    private static final Logger log = LoggerFactory.getLogger(RedriveOfOne.class);

    private final TransactionTemplate transaction;
    private final DeadLetterStore deadLetters;
    private final CommandRetries retries;
    private final Inbox inbox;
    private final OutageDetector outages;
    private final EventCodec codec;
    private final SubscriptionRegistry subscriptions;
    private final Metrics metrics;

    RedriveOfOne(
            SubscriptionRegistry subscriptions,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            CommandRetries retries,
            Metrics metrics) {
        this.subscriptions = subscriptions;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.outages = new OutageDetector(inbox);
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.metrics = metrics;
    }

    /** Runs one dead letter; false if another transaction holds it. An outage is thrown, and changes nothing. */
    boolean redrive(long id) {
        if (!Boolean.TRUE.equals(transaction.execute(status -> deadLetters.start(id)))) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                DeadLetter letter = deadLetters.lock(id);
                if (letter == null) {
                    return false;
                }
                apply(letter);
                return true;
            }));
        } catch (RuntimeException e) {
            if (outages.isOutage(e)) {
                throw e;
            }
            log.error("Redrive of dead letter {} failed: {}", id, Failures.summary(e), e);
            transaction.executeWithoutResult(status -> deadLetters.failed(id, e));
            return true;
        }
    }

    private void apply(DeadLetter letter) {
        var subscription = subscriptions.of(letter.consumer());
        if (subscription == null) {
            throw new IllegalStateException(
                    "this service has no consumer " + letter.consumer() + ": restore it, or discard the dead letter");
        }
        switch (codec.read(letter.record())) {
            case EventCodec.Malformed malformed -> throw malformed.problem();
            case EventCodec.Event command
            when subscriptions.isQueue(letter.consumer()) -> retries.retryNow(letter.id());
            case EventCodec.Event event -> {
                subscription.handle(event);
                inbox.settle(letter.consumer(), List.of(event.envelope().factId()), Inbox.APPLIED);
                deadLetters.close(letter, DeadLetter.Status.RESOLVED, null);
                metrics.processed(List.of(new Metrics.Outcome(letter.consumer(), event.envelope(), Inbox.APPLIED)));
            }
        }
    }
}
