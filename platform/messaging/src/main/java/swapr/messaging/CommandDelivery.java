package swapr.messaging;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The delivery of a command to a worker: its thread, its hand-over, and the answer to the broker. */
final class CommandDelivery {

    private static final Logger log = LoggerFactory.getLogger(CommandDelivery.class);

    private final DeliveredCommand command;
    private final long since = System.nanoTime();

    /** The answer of the thread that runs the command or stores its result; RENEW before the first one. */
    private CompletableFuture<AcknowledgeType> completion = CompletableFuture.completedFuture(AcknowledgeType.RENEW);

    private boolean hasBegun;
    private boolean previousAttemptFailed;

    private CompletableFuture<Boolean> handingOver = CompletableFuture.completedFuture(false);

    CommandDelivery(DeliveredCommand command) {
        this.command = command;
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
        completion = CompletableFuture.supplyAsync(command::runAndStore, threads)
                .whenComplete((answer, failure) -> afterwards.run());
    }

    /** Hands the command over to the database, so that it runs on without its worker. */
    void handOver(Executor threads) {
        if (handingOver.isDone() && !handingOver.join()) {
            handingOver = CompletableFuture.supplyAsync(() -> command.handOver(this::isRunning), threads);
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
