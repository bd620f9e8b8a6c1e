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
 * One delivered command of a worker. The command runs in a thread of its own, once. Its end is noted in the inbox, or in its
 * row of the dead letters when the worker has handed it over meanwhile.
 */
final class CommandDelivery {

    private static final Logger log = LoggerFactory.getLogger(CommandDelivery.class);

    /** So often the database may answer and still keep nothing of a command, not even its bytes. */
    private static final int MAX_REFUSALS = 3;

    private final CommandProcessor work;
    private final String group;
    private final ConsumerRecord<byte[], byte[]> record;
    private final long since = System.nanoTime();
    /** Held while something is written down, so that the end and the hand-over see each other. */
    private final ReentrantLock noting = new ReentrantLock();

    /** The end of the thread that runs, or only notes, the command; until one has begun, there is nothing to say. */
    private CompletableFuture<AcknowledgeType> ending = CompletableFuture.completedFuture(AcknowledgeType.RENEW);

    private CompletableFuture<Boolean> handingOver = CompletableFuture.completedFuture(false);
    private volatile boolean began;
    private @Nullable CommandResult result;
    private @Nullable DeadLetter kept;
    private int refusals;

    CommandDelivery(CommandProcessor work, String group, ConsumerRecord<byte[], byte[]> record) {
        this.work = work;
        this.group = group;
        this.record = record;
    }

    boolean isRunning() {
        return !ending.isDone();
    }

    /** When the worker got it, in {@link System#nanoTime()}. */
    long since() {
        return since;
    }

    /** Runs the command, or notes the result of its run when that was not possible before. */
    void proceed(Executor threads, Runnable atTheEnd) {
        ending = CompletableFuture.supplyAsync(this::runAndNote, threads)
                .whenComplete((answer, failure) -> atTheEnd.run());
    }

    private AcknowledgeType runAndNote() {
        try {
            CommandResult known = result;
            if (known == null) {
                EventCodec.Incoming incoming = work.read(record);
                known = work.withoutRunning(group, incoming);
                if (known == null) {
                    began = true;
                    known = work.run(group, (EventCodec.Event) incoming);
                }
                result = known;
            }
            return note(known);
        } catch (RuntimeException e) {
            return notNoted(e);
        }
    }

    private AcknowledgeType note(CommandResult result) {
        noting.lock();
        try {
            if (kept != null && result instanceof CommandResult.Ran ran) {
                work.settle(kept, ran);
            } else {
                work.note(group, result);
            }
            return AcknowledgeType.ACCEPT;
        } finally {
            noting.unlock();
        }
    }

    /**
     * RENEW when the database is away: the worker keeps the command and notes its result later. Releasing it would use up the
     * broker's delivery limit within milliseconds, and then the broker drops it.
     */
    private AcknowledgeType notNoted(RuntimeException failure) {
        log.warn("The result of a command of {} could not be noted: {}", group, Failures.summary(failure));
        if (isKept()) {
            return AcknowledgeType.ACCEPT; // Redrive runs it again when the lease has ended
        }
        if (Failures.isInfrastructure(failure)) {
            return AcknowledgeType.RENEW;
        }
        try {
            work.keepBytes(group, record, failure);
            return AcknowledgeType.ACCEPT;
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e) || ++refusals < MAX_REFUSALS) {
                return AcknowledgeType.RENEW;
            }
            log.error(
                    "Rejected the command at {}-{}@{} of {}: the database kept nothing of it {} times. It is still on its topic; publish it again when the cause is mended.",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    group,
                    refusals,
                    e);
            return AcknowledgeType.REJECT;
        }
    }

    private boolean isKept() {
        noting.lock();
        try {
            return kept != null;
        } finally {
            noting.unlock();
        }
    }

    /** Lets the command go on without its worker. */
    void handOver(Executor threads) {
        if (handingOver.isDone() && !handingOver.join()) {
            handingOver = CompletableFuture.supplyAsync(this::writeDown, threads);
        }
    }

    private boolean writeDown() {
        noting.lock();
        try {
            if (kept == null && began && isRunning() && work.read(record) instanceof EventCodec.Event command) {
                kept = write(command);
                return true;
            }
            return kept != null;
        } catch (RuntimeException e) {
            log.warn("A command of {} could not be handed over: {}", group, Failures.summary(e));
            return false;
        } finally {
            noting.unlock();
        }
    }

    private @Nullable DeadLetter write(EventCodec.Event command) {
        try {
            return work.handOver(group, command);
        } catch (RuntimeException e) {
            if (Failures.isInfrastructure(e)) {
                throw e;
            }
            return work.keepBytes(group, record, e);
        }
    }

    /**
     * Waits for the end of the thread.
     *
     * @param until at most, in {@link System#nanoTime()}
     */
    void awaitEnd(long until) throws InterruptedException {
        await(ending, until);
    }

    /** The same for the end or the hand-over, whichever comes first. */
    void awaitAnswer(long until) throws InterruptedException {
        await(CompletableFuture.anyOf(ending, handingOver), until);
    }

    private static void await(CompletableFuture<?> event, long until) throws InterruptedException {
        try {
            event.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.trace("The command has no answer yet", e);
        }
    }

    /** What the worker tells the broker now. */
    AcknowledgeType answer() {
        if (ending.isDone()) {
            return ending.join();
        }
        return handingOver.getNow(false) ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW;
    }
}
