package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs the stored commands that are due, each in a virtual thread. */
final class DueCommands {

    private static final Logger log = LoggerFactory.getLogger(DueCommands.class);
    /** How long a stop waits for running commands. Commands that take longer run again when their lease has ended. */
    private static final Duration LAST_COMMANDS = Duration.ofSeconds(5);

    private final TransactionTemplate transaction;
    private final CommandRetries retries;
    private final CommandProcessor processor;
    private final StoredCommandResults results;
    private final Duration lease;
    private final Semaphore permits;
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    DueCommands(
            TransactionTemplate transaction,
            CommandRetries retries,
            CommandProcessor processor,
            StoredCommandResults results,
            MessagingProperties properties) {
        this.transaction = transaction;
        this.retries = retries;
        this.processor = processor;
        this.results = results;
        this.lease = properties.work().lease();
        this.permits = new Semaphore(properties.work().atOnce());
    }

    void start() {
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("retry-", 0).factory());
    }

    /**
     * Starts as many due commands as have permits, until no more are due. After an outage there may be thousands.
     *
     * @param wait how long it waits for a permit
     */
    void startAll(BooleanSupplier running, Duration wait) throws InterruptedException {
        boolean more = true;
        while (more && running.getAsBoolean() && permits.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            int free = 1 + permits.drainPermits();
            List<DeadLetter> due = List.of();
            try {
                due = Objects.requireNonNull(transaction.execute(status -> retries.due(free, lease)));
            } finally {
                permits.release(free - due.size());
            }
            due.forEach(letter -> threads.execute(() -> retry(letter)));
            more = due.size() == free;
        }
    }

    /** Tries a stored command again. After the last failed attempt the command is parked. */
    private void retry(DeadLetter letter) {
        try {
            if (!(processor.read(letter.record()) instanceof EventCodec.Event command)) {
                throw new IllegalStateException("dead letter " + letter.id() + " is not a well-formed command");
            }
            results.settle(letter, processor.run(letter.consumer(), command));
        } catch (RuntimeException e) {
            log.warn("Stored command {} runs again after its lease: {}", letter.id(), Failures.summary(e));
        } finally {
            permits.release();
        }
    }

    void stop() throws InterruptedException {
        threads.shutdown();
        var _ = threads.awaitTermination(LAST_COMMANDS.toSeconds(), TimeUnit.SECONDS);
    }
}
