package swapr.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivered command of a worker. The command runs once, in its own thread. Its result is stored in the inbox, or in
 * its row of {@code dead_letters} if the worker has handed it over meanwhile.
 */
final class CommandDelivery {

    private static final Logger log = LoggerFactory.getLogger(CommandDelivery.class);

    /** The worker rejects a command after the database has refused so many times to store it, even as raw bytes. */
    private static final int MAX_REFUSALS = 3;

    private final CommandProcessor processor;
    private final CommandResults results;
    private final String group;
    private final ConsumerRecord<byte[], byte[]> record;
    private final long since = System.nanoTime();
    /** Held while the result or the hand-over is stored, so that each of them sees the other. */
    private final ReentrantLock storing = new ReentrantLock();

    /** The answer of the thread that runs the command or stores its result; RENEW before the first one. */
    private CompletableFuture<AcknowledgeType> completion = CompletableFuture.completedFuture(AcknowledgeType.RENEW);

    private boolean hasBegun;
    private boolean previousAttemptFailed;

    private CompletableFuture<Boolean> handingOver = CompletableFuture.completedFuture(false);
    private volatile boolean started;
    private @Nullable CommandResult result;
    private @Nullable DeadLetter row;
    private int refusals;

    CommandDelivery(
            CommandProcessor processor, CommandResults results, String group, ConsumerRecord<byte[], byte[]> record) {
        this.processor = processor;
        this.results = results;
        this.group = group;
        this.record = record;
    }

    boolean isRunning() {
        return !completion.isDone();
    }

    /** When the worker received the command, in {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    /** Runs the command. If it has run before, this stores only its result, because that was not possible before. */
    void proceed(Executor threads, Runnable afterwards) {
        previousAttemptFailed = hasFailed();
        hasBegun = true;
        completion = CompletableFuture.supplyAsync(this::runAndStore, threads)
                .whenComplete((answer, failure) -> afterwards.run());
    }

    private AcknowledgeType runAndStore() {
        try {
            CommandResult known = result;
            if (known == null) {
                EventCodec.Incoming incoming = processor.read(record);
                known = processor.withoutRunning(group, incoming);
                if (known == null) {
                    started = true;
                    known = processor.run(group, (EventCodec.Event) incoming);
                }
                result = known;
            }
            return store(known);
        } catch (RuntimeException e) {
            return notStored(e);
        }
    }

    private AcknowledgeType store(CommandResult result) {
        storing.lock();
        try {
            if (row != null && result instanceof CommandResult.Ran ran) {
                results.settle(row, ran);
            } else {
                results.note(group, result);
            }
            return AcknowledgeType.ACCEPT;
        } finally {
            storing.unlock();
        }
    }

    /**
     * Returns RENEW during an outage of the database: the worker keeps the lock and stores the result later. A released
     * command would use up the broker's delivery limit within milliseconds, and the broker would drop it.
     */
    private AcknowledgeType notStored(RuntimeException failure) {
        log.warn("The result of a command of {} could not be stored: {}", group, Failures.summary(failure));
        if (isHandedOver()) {
            return AcknowledgeType.ACCEPT; // Redrive runs it again when its lease has ended
        }
        if (Failures.isInfrastructure(failure)) {
            return AcknowledgeType.RENEW;
        }
        try {
            results.keepBytes(group, record, failure);
            return AcknowledgeType.ACCEPT;
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e) || ++refusals < MAX_REFUSALS) {
                return AcknowledgeType.RENEW;
            }
            log.error(
                    "Rejected the command at {}-{}@{} of {}: the database refused {} times to store it."
                            + " It is still on its topic. Remove the cause, then publish the command again",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    group,
                    refusals,
                    e);
            return AcknowledgeType.REJECT;
        }
    }

    private boolean isHandedOver() {
        storing.lock();
        try {
            return row != null;
        } finally {
            storing.unlock();
        }
    }

    /** Hands the command over to the database, so that it runs on without its worker. */
    void handOver(Executor threads) {
        if (handingOver.isDone() && !handingOver.join()) {
            handingOver = CompletableFuture.supplyAsync(this::storeRunning, threads);
        }
    }

    private boolean storeRunning() {
        storing.lock();
        try {
            if (row == null && started && isRunning() && processor.read(record) instanceof EventCodec.Event command) {
                row = insert(command);
                return true;
            }
            return row != null;
        } catch (RuntimeException e) {
            log.warn("A command of {} could not be handed over to the database: {}", group, Failures.summary(e));
            return false;
        } finally {
            storing.unlock();
        }
    }

    private @Nullable DeadLetter insert(EventCodec.Event command) {
        try {
            return results.handOver(group, command);
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e)) {
                throw e;
            }
            return results.keepBytes(group, record, e);
        }
    }

    /**
     * Waits for the end of the thread.
     *
     * @param until the latest time, in {@link System#nanoTime()}
     */
    void awaitEnd(long until) throws InterruptedException {
        await(completion, until);
    }

    /** Waits for the end of the thread or of the hand-over, the earlier of the two. */
    void awaitAnswer(long until) throws InterruptedException {
        await(CompletableFuture.anyOf(completion, handingOver), until);
    }

    private static void await(CompletableFuture<?> future, long until) throws InterruptedException {
        try {
            future.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.trace("The command has no answer yet", e);
        }
    }

    /** True if the last attempt to store the result failed. False for a command that only runs for long. */
    boolean hasMetAnOutage() {
        return isRunning() ? previousAttemptFailed : hasFailed();
    }

    private boolean hasFailed() {
        return hasBegun && completion.isDone() && completion.join() == AcknowledgeType.RENEW;
    }

    /** The answer that the worker sends to the broker now. */
    AcknowledgeType answer() {
        if (completion.isDone()) {
            return completion.join();
        }
        return handingOver.getNow(false) ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW;
    }
}
