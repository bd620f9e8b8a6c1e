package swapr.messaging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends the rows of one outbox to Kafka, in order, and deletes them. A service has a relay for events and one for dead
 * letters, so that a dead letter never delays an event.
 *
 * <p>One instance leads per outbox ({@link Leadership}). A row is deleted only after the broker has acknowledged its
 * record. After a crash or a change of leader, records are repeated in order from the oldest row. Readers skip repeated
 * ids.
 *
 * <p>Records never expire in the producer (docs/decisions/0002), because a later event would overtake an expired one.
 * If the broker does not answer, the relay closes the producer with its unsent records and starts again from the
 * outbox.
 */
final class Relay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final BatchSender sender;
    private final Outbox outbox;
    private final Leadership leadership;
    private final Metrics metrics;
    private final MessagingProperties.Outbox settings;
    private final WakeUpSignal wakeUp = new WakeUpSignal();
    private volatile boolean running;
    private @Nullable Thread thread;

    Relay(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            ProducerFactory<byte[], byte[]> producers,
            Outbox outbox,
            Metrics metrics,
            MessagingProperties.Outbox settings) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.sender = new BatchSender(producers, metrics, settings.ackTimeout());
        this.outbox = outbox;
        this.leadership = new Leadership(jdbc, outbox.table());
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Wakes the relay after a commit. It is cheap and thread-safe. */
    void wake() {
        wakeUp.send();
    }

    private void run() {
        Duration pause = Duration.ofMillis(100);
        while (isRunning()) {
            try {
                long since = System.nanoTime();
                int sent = publishOldest();
                metrics.relayed(outbox.table(), sent);
                pause = Duration.ofMillis(100);
                if (sent > 0) {
                    Rest.afterWork(since);
                }
                if (sent < outbox.batch()) {
                    wakeUp.await(settings.poll()); // a row that was committed after the query has called wake()
                }
            } catch (RuntimeException e) {
                if (isRunning()) {
                    metrics.paused(outbox.relay());
                    log.warn(
                            "The {} pauses for {} ms; its rows stay in the outbox: {}",
                            outbox.relay(),
                            pause.toMillis(),
                            Failures.summary(e));
                    sender.reset();
                    wakeUp.await(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
        sender.reset();
    }

    /**
     * Publishes one batch. Returns the number of deleted rows, which is 0 if another instance leads.
     *
     * @throws IllegalStateException if Kafka has not acknowledged all records; the rows of the acknowledged ones are
     *     deleted
     */
    private int publishOldest() {
        Map<String, Exception> failures = new LinkedHashMap<>();
        Integer sent = transaction.execute(status -> {
            if (!leadership.take()) {
                return 0;
            }
            List<Long> acknowledged = sender.send(outbox.oldest(), failures);
            jdbc.update("delete from %s where position = any(?)".formatted(outbox.table()), (Object)
                    acknowledged.toArray(Long[]::new));
            return acknowledged.size();
        });
        failures.forEach((lane, failure) -> {
            throw new IllegalStateException(
                    "Kafka did not acknowledge a record of " + lane + ": " + Failures.summary(failure), failure);
        });
        return sent == null ? 0 : sent;
    }

    @Override
    public void start() {
        metrics.standby(outbox.table(), leadership.standby());
        running = true;
        thread = Thread.ofPlatform().name(outbox.relay()).start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        wake();
        if (thread != null) {
            try {
                thread.join(settings.ackTimeout());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before, and stops after, all parts that may commit events. */
    @Override
    public int getPhase() {
        return 0;
    }
}
