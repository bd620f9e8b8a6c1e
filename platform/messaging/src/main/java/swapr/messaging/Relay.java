package swapr.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
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
    private final ProducerFactory<byte[], byte[]> producers;
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
        this.producers = producers;
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
                    producers.reset();
                    sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
        producers.reset();
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
            List<Long> acknowledged = send(outbox.oldest(), failures);
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

    /**
     * Sends a batch and waits for the acknowledgements. After a failure no further record of its lane is sent.
     *
     * @param failures receives the first failure of each lane
     * @return the positions of the acknowledged rows; in each lane those before its first failure
     */
    private List<Long> send(List<Outbox.Pending> batch, Map<String, Exception> failures) {
        Producer<byte[], byte[]> producer = producers.createProducer(); // always the same one, until a reset
        Map<Outbox.Pending, Future<?>> acknowledgements = new LinkedHashMap<>();
        long deadline = System.nanoTime() + settings.ackTimeout().toNanos();
        for (Outbox.Pending pending : batch) {
            if (!failures.containsKey(pending.lane())) {
                try {
                    Future<?> acknowledgement = producer.send(placed(pending.record(), producer));
                    // Without metadata, for example, the producer throws nothing. It returns a future that has failed.
                    // The next record could be sent then, and it would overtake this one.
                    if (acknowledgement.state() == Future.State.FAILED) {
                        failures.put(pending.lane(), new ExecutionException(acknowledgement.exceptionNow()));
                    } else {
                        acknowledgements.put(pending, acknowledgement);
                    }
                } catch (KafkaException e) {
                    failures.put(pending.lane(), e);
                }
            }
        }
        List<Long> acknowledged = new ArrayList<>(batch.size());
        acknowledgements.forEach((pending, acknowledgement) -> {
            try {
                acknowledgement.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (!failures.containsKey(pending.lane())) {
                    acknowledged.add(pending.position());
                    metrics.published(pending.record().topic());
                }
            } catch (ExecutionException | TimeoutException e) {
                failures.putIfAbsent(pending.lane(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.putIfAbsent(pending.lane(), e);
            }
        });
        return acknowledged;
    }

    /**
     * A dead letter goes to the partition number of its source. If its topic has no such partition, its key decides.
     */
    private static ProducerRecord<byte[], byte[]> placed(
            ProducerRecord<byte[], byte[]> record, Producer<byte[], byte[]> producer) {
        return record.partition() == null
                        || record.partition()
                                < producer.partitionsFor(record.topic()).size()
                ? record
                : new ProducerRecord<>(record.topic(), null, record.key(), record.value(), record.headers());
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
