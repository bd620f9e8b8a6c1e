package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs stored events again in the consumer that failed: same handler, same event id, in order, one runner per key. It
 * sends no record to the shared topic again, because other consumers would receive it twice. A second thread starts the
 * {@link DueCommands}.
 */
final class Redrive implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Redrive.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * The pause while another transaction holds a head: a running redrive, or a consumer that stores an event behind
     * it.
     */
    private static final Duration HELD = Duration.ofMillis(20);

    private final TransactionTemplate transaction;
    private final DeadLetterStore deadLetters;
    private final CommandRetries retries;
    private final Inbox inbox;
    private final OutageDetector outages;
    private final EventCodec codec;
    private final SubscriptionRegistry subscriptions;
    private final Metrics metrics;
    private final DueCommands commands;
    private volatile @Nullable ScheduledExecutorService runners;

    Redrive(
            SubscriptionRegistry subscriptions,
            DueCommands commands,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            CommandRetries retries,
            Metrics metrics) {
        this.subscriptions = subscriptions;
        this.commands = commands;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.outages = new OutageDetector(inbox);
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.metrics = metrics;
    }

    private interface Round {
        void run() throws InterruptedException;
    }

    private void guarded(Round round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            log.warn("Redrive pauses: {}", Failures.summary(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs the requested heads in rounds, with one head of each sequence per round. When a head is closed, the next row
     * of its sequence becomes a head of the next round, which starts immediately.
     */
    private void redriveRequested() throws InterruptedException {
        List<Long> heads = deadLetters.requested();
        while (!heads.isEmpty() && isRunning()) {
            boolean ran = false;
            for (long id : heads) {
                ran |= redrive(id);
            }
            if (!ran) {
                Thread.sleep(HELD);
            }
            heads = deadLetters.requested();
        }
    }

    /** Runs one head; false if another transaction holds it. */
    private boolean redrive(long id) {
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

    @Override
    public void start() {
        commands.start();
        var scheduled = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("redrive-", 0).factory());
        runners = scheduled;
        for (Round round : List.<Round>of(this::redriveRequested, () -> commands.startAll(this::isRunning, POLL))) {
            var _ = scheduled.scheduleWithFixedDelay(
                    () -> guarded(round), POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = runners;
        runners = null;
        if (running != null) {
            running.close();
            guarded(commands::stop);
        }
    }

    @Override
    public boolean isRunning() {
        return runners != null;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 100;
    }
}
