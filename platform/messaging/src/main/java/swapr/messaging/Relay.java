package swapr.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Empties the outbox onto Kafka, in order, and is the only sender of this service.
 *
 * <p>One relay leads per service: it holds an advisory lock in the transaction that reads and deletes, so a leader that
 * dies, stalls or loses its connection loses the lock with it. A record leaves the outbox only after the broker has
 * acknowledged it. What a crash or a change of leader repeats, it repeats in order from the oldest unpublished event,
 * so readers see the first occurrence of every event in order, and skip the rest by its id.
 *
 * <p>The producer never gives up on a record by itself (see docs/decisions/0002): dropping one while later ones get through
 * would reorder the events of an aggregate. When the broker stays silent the relay throws the producer away, unsent
 * records included, and starts over from the outbox.
 */
final class Relay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Relay.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final String LEAD =
            "select pg_try_advisory_xact_lock(hashtextextended(current_schema() || '.relay', 0))";
    private static final String OLDEST = """
            select o.position, e.topic, e.event_id, e.event_type, e.schema_version, e.aggregate_id, e.occurred_at, e.correlation_id,
                   e.traceparent, e.body, o.dead_letter
            from outbox o left join event_log e on e.position = o.event
            order by o.position limit ?""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Records records;
    private final DeadLetters deadLetters;
    private final Metrics metrics;
    private final MessagingProperties.Outbox settings;
    private final Semaphore wakeUp = new Semaphore(0);
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable Producer<byte[], byte[]> producer;

    Relay(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            Supplier<Producer<byte[], byte[]>> producers,
            Records records,
            DeadLetters deadLetters,
            Metrics metrics,
            MessagingProperties.Outbox settings) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.producers = producers;
        this.records = records;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.settings = settings;
    }

    /** Says that something was committed; cheap, and safe from any thread. */
    void wake() {
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    private void run() {
        Duration pause = Duration.ofMillis(100);
        while (isRunning()) {
            try {
                int sent = publishOldest();
                pause = Duration.ofMillis(100);
                if (sent == 0) {
                    sleep(settings.poll());
                }
            } catch (RuntimeException e) {
                if (isRunning()) {
                    metrics.paused("relay");
                    log.warn("Publishing pauses for {} ms, nothing is lost: {}", pause.toMillis(), Failures.summary(e));
                    discardProducer();
                    sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }
        discardProducer();
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

    /** Publishes one batch. Returns how many records left the outbox; 0 as well when another instance leads. */
    private int publishOldest() {
        Integer sent = transaction.execute(status -> {
            if (!Boolean.TRUE.equals(jdbc.queryForObject(LEAD, Boolean.class))) {
                return 0;
            }
            List<Pending> batch = jdbc.query(OLDEST, this::pending, settings.batch());
            if (!batch.isEmpty()) {
                send(batch);
                Long[] positions = batch.stream().map(Pending::position).toArray(Long[]::new);
                jdbc.update("delete from outbox where position = any(?)", (Object) positions);
            }
            return batch.size();
        });
        return sent == null ? 0 : sent;
    }

    private record Pending(long position, ProducerRecord<byte[], byte[]> record) {}

    private Pending pending(ResultSet row, int n) throws SQLException {
        Long deadLetter = row.getObject("dead_letter", Long.class);
        return new Pending(
                row.getLong("position"), deadLetter == null ? records.event(row) : deadLetters.record(deadLetter));
    }

    private void send(List<Pending> batch) {
        if (producer == null) {
            producer = producers.get();
        }
        Producer<byte[], byte[]> current = producer;
        List<Future<?>> acknowledgements = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            acknowledgements.add(current.send(pending.record()));
        }
        long deadline = System.nanoTime() + settings.ackTimeout().toNanos();
        try {
            for (Future<?> acknowledgement : acknowledgements) {
                acknowledgement.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not acknowledge: " + Failures.summary(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while waiting for Kafka", e);
        }
        batch.forEach(pending -> metrics.published(pending.record().topic()));
    }

    private void discardProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("relay").start(this::run);
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

    /** Starts before, and stops after, everything that may still commit events. */
    @Override
    public int getPhase() {
        return 0;
    }
}
