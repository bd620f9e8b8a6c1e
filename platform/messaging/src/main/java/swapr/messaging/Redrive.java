package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs kept events and commands again, inside the consumer that failed: same handler, same event id, in order, one
 * runner per key. It never sends anything back to the shared topic, where other consumers would see it twice.
 */
final class Redrive implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Redrive.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /** Longer than any handler of a command runs; then somebody else may try. */
    private static final double LEASE_SECONDS = 60;

    private static final int AT_ONCE = 20;

    private final TransactionTemplate transaction;
    private final DeadLetters deadLetters;
    private final Inbox inbox;
    private final Wire wire;
    private final Work work;
    private final Reactions reactions;
    private final Parts parts;
    private volatile @Nullable ScheduledExecutorService runners;

    Redrive(Reactions reactions, Work work, Parts parts) {
        this.transaction = parts.transaction();
        this.deadLetters = parts.deadLetters();
        this.inbox = parts.inbox();
        this.wire = parts.wire();
        this.work = work;
        this.reactions = reactions;
        this.parts = parts;
    }

    private void guarded(Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            log.warn("Redrive pauses: {}", Failures.summary(e));
        }
    }

    /** Runs one head; its successor, if any, becomes a requested head and follows in the next round. */
    private void redrive(long id) {
        if (!Boolean.TRUE.equals(transaction.execute(status -> deadLetters.start(id)))) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                DeadLetter letter = deadLetters.lock(id);
                if (letter != null) {
                    apply(letter);
                }
            });
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e)) {
                throw e;
            }
            log.error("Redrive of dead letter {} failed: {}", id, Failures.summary(e), e);
            transaction.executeWithoutResult(status -> deadLetters.failed(id, e));
        }
    }

    private void apply(DeadLetter letter) {
        var subscription = reactions.of(letter.consumer());
        if (subscription == null) {
            throw new IllegalStateException("this service has no consumer " + letter.consumer() + " any more");
        }
        switch (wire.read(letter.record())) {
            case Wire.Malformed malformed -> throw malformed.problem();
            case Wire.Event command when reactions.isQueue(letter.consumer()) -> deadLetters.retryNow(letter.id());
            case Wire.Event event -> {
                parts.handling().run(event, subscription);
                inbox.settle(letter.consumer(), List.of(event.envelope().factId()), Inbox.APPLIED);
                deadLetters.close(letter, "RESOLVED", null);
                parts.metrics()
                        .processed(List.of(new Metrics.Outcome(letter.consumer(), event.envelope(), Inbox.APPLIED)));
            }
        }
    }

    /** Goes on while there is something due: after an outage thousands may be. */
    private void retryDueCommands() {
        List<DeadLetter> due;
        do {
            due = Objects.requireNonNull(transaction.execute(status -> deadLetters.due(AT_ONCE, LEASE_SECONDS)));
            try (var handlers = Executors.newVirtualThreadPerTaskExecutor()) {
                due.forEach(letter -> handlers.execute(() -> guarded(() -> work.retry(letter))));
            }
        } while (!due.isEmpty() && isRunning());
    }

    @Override
    public void start() {
        var scheduled = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("redrive-", 0).factory());
        var _ = scheduled.scheduleWithFixedDelay(
                () -> guarded(() -> deadLetters.requested().forEach(this::redrive)),
                POLL.toMillis(),
                POLL.toMillis(),
                TimeUnit.MILLISECONDS);
        var _ = scheduled.scheduleWithFixedDelay(
                () -> guarded(this::retryDueCommands), POLL.toMillis(), POLL.toMillis(), TimeUnit.MILLISECONDS);
        runners = scheduled;
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = runners;
        runners = null;
        if (running != null) {
            running.close();
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
