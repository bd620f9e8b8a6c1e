package swapr.messaging;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs commands of work queues, outside any transaction, and notes what became of them. */
final class Work {

    private static final Logger log = LoggerFactory.getLogger(Work.class);

    /** One before the broker's own limit (group.share.delivery.count.limit, 5), after which it would drop the command. */
    private static final int LAST_DELIVERY = 4;

    private final TransactionTemplate transaction;
    private final Wire wire;
    private final Inbox inbox;
    private final Parking parking;
    private final DeadLetters deadLetters;
    private final Handling handling;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final Reactions reactions;

    Work(Reactions reactions, Parts parts) {
        this.transaction = parts.transaction();
        this.wire = parts.wire();
        this.inbox = parts.inbox();
        this.parking = parts.parking();
        this.deadLetters = parts.deadLetters();
        this.handling = parts.handling();
        this.metrics = parts.metrics();
        this.settings = parts.properties().work();
        this.reactions = reactions;
    }

    /**
     * Handles one delivery. RENEW when not even a failure could be written down, because the database is away: the command
     * stays in this worker's hands and comes again with the next poll. Releasing it would use up the broker's delivery
     * limit within milliseconds, and then the broker drops it.
     */
    AcknowledgeType deliver(String group, ConsumerRecord<byte[], byte[]> record) {
        try {
            switch (wire.read(record)) {
                case Wire.Malformed malformed -> park(group, malformed);
                case Wire.Event command
                when record.deliveryCount().orElse((short) 1) >= LAST_DELIVERY ->
                    keep(
                            group,
                            command,
                            new IllegalStateException("delivered " + LAST_DELIVERY
                                    + " times and never finished: the worker may have died of it"));
                case Wire.Event command -> deliver(group, command);
            }
            return AcknowledgeType.ACCEPT;
        } catch (RuntimeException e) {
            metrics.paused("work-queue");
            log.warn("A command of {} waits: {}", group, Failures.summary(e));
            return AcknowledgeType.RENEW;
        }
    }

    private void park(String group, Wire.Malformed malformed) {
        if (Boolean.TRUE.equals(transaction.execute(status -> parking.park(group, malformed)))) {
            metrics.deadLettered(malformed.record().topic());
        }
    }

    private void keep(String group, Wire.Event command, RuntimeException failure) {
        transaction.executeWithoutResult(status -> {
            if (!inbox.claim(group, List.of(command), Inbox.PARKED).isEmpty()) {
                parking.retryLater(group, command, failure, pauseSeconds(1));
            }
        });
    }

    private void deliver(String group, Wire.Event command) {
        if (!subscription(group).wants(command.envelope())) {
            return;
        }
        if (inbox.contains(group, command.envelope().factId())) {
            metrics.processed(List.of(new Metrics.Outcome(group, command.envelope(), Metrics.DUPLICATE)));
            return;
        }
        try {
            handling.run(command, subscription(group));
            transaction.executeWithoutResult(status -> inbox.claim(group, List.of(command), Inbox.APPLIED));
            metrics.processed(List.of(new Metrics.Outcome(group, command.envelope(), Inbox.APPLIED)));
        } catch (RuntimeException e) {
            log.warn(
                    "{} of {} will be tried again: {}",
                    command.envelope().eventType(),
                    command.envelope().aggregateId(),
                    Failures.summary(e));
            keep(group, command, e);
        }
    }

    /** Tries a kept command again; it parks itself for good after the last attempt. */
    void retry(DeadLetter letter) {
        if (!(wire.read(letter.record()) instanceof Wire.Event command)) {
            throw new IllegalStateException("only well-formed commands are kept for another attempt");
        }
        try {
            handling.run(command, subscription(letter.consumer()));
        } catch (RuntimeException e) {
            boolean last = letter.attempts() + 1 >= settings.attempts() || Failures.isPermanent(e);
            transaction.executeWithoutResult(status -> {
                if (last) {
                    deadLetters.giveUp(letter.id(), e);
                } else {
                    deadLetters.tryAgain(letter.id(), e, pauseSeconds(letter.attempts() + 1));
                }
            });
            if (last) {
                log.error(
                        "Parked {} of {} after {} attempts: {}",
                        command.envelope().eventType(),
                        command.envelope().aggregateId(),
                        letter.attempts() + 1,
                        Failures.summary(e),
                        e);
                metrics.deadLettered(letter.record().topic());
                metrics.processed(List.of(new Metrics.Outcome(letter.consumer(), command.envelope(), Inbox.PARKED)));
            }
            return;
        }
        transaction.executeWithoutResult(status -> {
            inbox.settle(letter.consumer(), List.of(command.envelope().factId()), Inbox.APPLIED);
            deadLetters.close(letter, "RESOLVED", null);
        });
        metrics.processed(List.of(new Metrics.Outcome(letter.consumer(), command.envelope(), Inbox.APPLIED)));
    }

    private Reactions.Subscription subscription(String group) {
        return Objects.requireNonNull(reactions.of(group), group);
    }

    /** Doubles with each attempt up to the longest pause, plus or minus a quarter, so that retries do not come in waves. */
    private double pauseSeconds(int attempts) {
        double pause = settings.pause().toMillis() / 1000.0 * Math.pow(2, Math.min(attempts - 1, 20));
        return Math.min(pause, settings.maxPause().toMillis() / 1000.0)
                * ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    }
}
