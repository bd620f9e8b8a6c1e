package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs stored events and commands again in the consumer that failed: same handler, same event id, in order, one runner
 * per key. It sends no record to the shared topic again, because other consumers would receive it twice.
 */
final class Redrive implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Redrive.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * The pause while another transaction holds a head: a running redrive, or a consumer that stores an event behind
     * it.
     */
    private static final Duration HELD = Duration.ofMillis(20);
    /** How long a stop waits for running commands. Commands that take longer run again when their lease has ended. */
    private static final Duration LAST_COMMANDS = Duration.ofSeconds(5);

    private final TransactionTemplate transaction;
    private final DeadLetterStore deadLetters;
    private final CommandRetries retries;
    private final Inbox inbox;
    private final OutageDetector outages;
    private final EventCodec codec;
    private final CommandProcessor processor;
    private final SubscriptionRegistry subscriptions;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final Semaphore permits;
    private ExecutorService commands = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable ScheduledExecutorService runners;

    Redrive(
            SubscriptionRegistry subscriptions,
            CommandProcessor processor,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            CommandRetries retries,
            Metrics metrics,
            MessagingProperties properties) {
        this.subscriptions = subscriptions;
        this.processor = processor;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.outages = new OutageDetector(inbox);
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.metrics = metrics;
        this.settings = properties.work();
        this.permits = new Semaphore(settings.atOnce());
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

    /** Starts as many due commands as have permits, until no more are due. After an outage there may be thousands. */
    private void retryDueCommands() throws InterruptedException {
        boolean more = true;
        while (more && isRunning() && permits.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            int free = 1 + permits.drainPermits();
            List<DeadLetter> due = List.of();
            try {
                due = Objects.requireNonNull(transaction.execute(
                        status -> retries.due(free, settings.lease().toMillis() / 1000.0)));
            } finally {
                permits.release(free - due.size());
            }
            due.forEach(this::retry);
            more = due.size() == free;
        }
    }

    private void retry(DeadLetter letter) {
        commands.execute(() -> {
            try {
                guarded(() -> processor.retry(letter));
            } finally {
                permits.release();
            }
        });
    }

    @Override
    public void start() {
        commands = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("retry-", 0).factory());
        var scheduled = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("redrive-", 0).factory());
        runners = scheduled;
        for (Round round : List.<Round>of(this::redriveRequested, this::retryDueCommands)) {
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
            commands.shutdown();
            guarded(() -> commands.awaitTermination(LAST_COMMANDS.toSeconds(), TimeUnit.SECONDS));
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
