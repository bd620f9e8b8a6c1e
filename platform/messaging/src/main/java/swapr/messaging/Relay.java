package swapr.messaging;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
 * <p>One instance leads per outbox. It locks a row of the service's schema in the transaction that reads and deletes.
 * So a leader that ends, stalls or loses its connection loses the lock, too (docs/decisions/0015). A row is deleted
 * only after the broker has acknowledged its record. After a crash or a change of leader, records are repeated in order
 * from the oldest row. Readers skip repeated ids.
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
    private final StandbyMonitor standby;
    private final Metrics metrics;
    private final MessagingProperties.Outbox settings;
    private final Semaphore wakeUp = new Semaphore(0);
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
        this.standby = new StandbyMonitor(outbox.table());
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Wakes the relay after a commit. It is cheap and thread-safe. */
    void wake() {
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
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
                    sleep(settings.poll()); // a row that was committed after the query has called wake()
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
                    sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
        sender.reset();
    }

    private void sleep(Duration time) {
        try {
            if (wakeUp.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUp.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
            if (!leads()) {
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

    /**
     * True if a row is unsent and this instance leads until the end of the transaction. It takes no lock if no row is
     * unsent, because a row lock is a write, and an idle relay runs this query twice a second.
     */
    private boolean leads() {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                """
                select o.oldest, l.outbox is not null as leads from (select min(position) as oldest from %s) o
                left join lateral (select outbox from relay_leadership where outbox = ? and o.oldest is not null
                                   for update skip locked) l on true""".formatted(outbox.table()),
                (row, n) -> {
                    Long oldest = row.getObject("oldest", Long.class);
                    boolean leads = oldest != null && row.getBoolean("leads");
                    if (oldest == null || leads) {
                        standby.over();
                    } else {
                        standby.note(oldest);
                    }
                    return leads;
                },
                outbox.table()));
    }

    @Override
    public void start() {
        metrics.standby(outbox.table(), standby);
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
