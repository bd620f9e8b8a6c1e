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

/**
 * Runs the stored events that an operator requests, in order and one after the other for each key. A second thread
 * starts the {@link DueCommands}.
 */
final class Redrive implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Redrive.class);
    private static final Duration POLL = Duration.ofMillis(500);
    /**
     * The pause while another transaction holds a head: a running redrive, or a consumer that stores an event behind
     * it.
     */
    private static final Duration HELD = Duration.ofMillis(20);

    private final DeadLetterStore deadLetters;
    private final RedriveOfOne one;
    private final DueCommands commands;
    private volatile @Nullable ScheduledExecutorService runners;

    Redrive(DeadLetterStore deadLetters, RedriveOfOne one, DueCommands commands) {
        this.deadLetters = deadLetters;
        this.one = one;
        this.commands = commands;
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
                ran |= one.redrive(id);
            }
            if (!ran) {
                Thread.sleep(HELD);
            }
            heads = deadLetters.requested();
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
