package swapr.messaging;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.messaging.DeadLetter.Status;
import swapr.messaging.NewDeadLetter.Reason;

/** Runs commands of work queues, outside any transaction, and stores their results. */
final class CommandProcessor {

    private static final Logger log = LoggerFactory.getLogger(CommandProcessor.class);

    /**
     * One less than the broker's limit (group.share.delivery.count.limit, 5). After its limit the broker drops a
     * command.
     */
    private static final int LAST_DELIVERY = 4;

    /**
     * The number of results that are stored at once. A hundred commands can fail in the same moment. Without this limit
     * they take all ten connections of the service, and requests wait for a connection until they time out.
     */
    private static final int STORES_AT_ONCE = 3;

    private final Semaphore stores = new Semaphore(STORES_AT_ONCE, true);
    private final TransactionTemplate transaction;
    private final EventCodec codec;
    private final Inbox inbox;
    private final AppliedCommands applied;
    private final DeadLetterStore deadLetters;
    private final CommandRetries retries;
    private final Metrics metrics;
    private final MessagingProperties.Work settings;
    private final SubscriptionRegistry subscriptions;

    CommandProcessor(
            SubscriptionRegistry subscriptions,
            TransactionTemplate transaction,
            EventCodec codec,
            Inbox inbox,
            DeadLetterStore deadLetters,
            CommandRetries retries,
            Metrics metrics,
            MessagingProperties properties) {
        this.subscriptions = subscriptions;
        this.transaction = transaction;
        this.codec = codec;
        this.inbox = inbox;
        this.applied = new AppliedCommands(transaction, inbox);
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.metrics = metrics;
        this.settings = properties.work();
    }

    EventCodec.Incoming read(ConsumerRecord<byte[], byte[]> record) {
        return codec.read(record);
    }

    /** Returns the result of a delivery that needs no run; null if the command must run. */
    @Nullable
    CommandResult withoutRunning(String group, EventCodec.Incoming incoming) {
        return switch (incoming) {
            case EventCodec.Malformed malformed -> new CommandResult.Unreadable(malformed);
            case EventCodec.Event command
            when !subscription(group).wants(command.envelope()) -> new CommandResult.NotWanted();
            case EventCodec.Event command when isInInbox(group, command) -> new CommandResult.Duplicate(command);
            case EventCodec.Event command
            when command.record().deliveryCount().orElse((short) 1) >= LAST_DELIVERY ->
                new CommandResult.Failed(
                        command,
                        new IllegalStateException("delivered " + LAST_DELIVERY
                                + " times and never finished: the process may have crashed while it ran the command"));
            case EventCodec.Event _ -> null;
        };
    }

    /** Runs the handler. An exception of the handler is a result, too. */
    CommandResult.Ran run(String group, EventCodec.Event command) {
        try {
            return new CommandResult.Done(command, subscription(group).handle(command));
        } catch (TryAgainLater e) {
            return new CommandResult.PutBack(command, e);
        } catch (RuntimeException | Error e) {
            return new CommandResult.Failed(command, e);
        }
    }

    /** Stores the result of a delivery that was not handed over. */
    void note(String group, CommandResult result) {
        switch (result) {
            case CommandResult.Unreadable(var malformed) -> park(group, malformed);
            case CommandResult.NotWanted _ -> {}
            case CommandResult.Duplicate(var command) -> count(group, command, Metrics.DUPLICATE);
            case CommandResult.Done(var command, var completion) -> {
                RuntimeException failure = complete(completion, () -> applied.note(group, command, completion));
                if (failure == null) {
                    count(group, command, Inbox.APPLIED);
                } else {
                    note(group, new CommandResult.Failed(command, failure));
                }
            }
            case CommandResult.PutBack(var command, var reason) ->
                keepForLater(group, command, Reason.waits(message(reason)), pauseSeconds(reason));
            case CommandResult.Failed(var command, var failure)
            when Failures.isPermanent(failure) -> {
                var reason = Reason.failed("", failure, 1);
                if (keep(NewDeadLetter.command(group, command, reason, Status.PARKED, 0), command)) {
                    parked(group, command, 1, failure);
                }
            }
            case CommandResult.Failed(var command, var failure) -> {
                log.warn(
                        "{} of {} failed and will be tried again: {}",
                        command.envelope().eventType(),
                        command.envelope().aggregateId(),
                        Failures.summary(failure));
                keepForLater(group, command, Reason.failed("", failure, 1), pauseSeconds(1));
            }
        }
    }

    /**
     * Stores a command that is still running, so that it can be acknowledged. If this process ends before the command,
     * {@link Redrive} runs the command when the lease has ended.
     *
     * @return its row; null if another instance has processed it
     */
    @Nullable
    DeadLetter handOver(String group, EventCodec.Event command) {
        return store(status -> {
            boolean stored =
                    keepForLater(group, command, Reason.waits("is still running"), seconds(settings.lease()));
            return stored ? retries.find(group, command.record()) : null;
        });
    }

    private boolean keepForLater(String group, EventCodec.Event command, Reason reason, double pauseSeconds) {
        return keep(NewDeadLetter.command(group, command, reason, Status.RETRYING, pauseSeconds), command);
    }

    /** Stores a command; false if it is in the inbox. */
    private boolean keep(NewDeadLetter letter, EventCodec.Event command) {
        return Boolean.TRUE.equals(store(status -> {
            boolean claimed = !inbox.claim(letter.consumer(), List.of(command), Inbox.PARKED).isEmpty();
            if (claimed) {
                deadLetters.keep(letter);
            }
            return claimed;
        }));
    }

    /** Parks a command as raw bytes, because the database refuses values that were derived from them. */
    @Nullable
    DeadLetter keepBytes(String group, ConsumerRecord<byte[], byte[]> record, RuntimeException refusal) {
        log.error(
                "A command of {} could not be stored and is parked as raw bytes: {}",
                group,
                Failures.summary(refusal),
                refusal);
        park(group, new EventCodec.Malformed(record, refusal));
        return retries.find(group, record);
    }

    private void park(String group, EventCodec.Malformed malformed) {
        if (Boolean.TRUE.equals(store(status -> deadLetters.keep(NewDeadLetter.parked(group, malformed))))) {
            metrics.deadLettered(malformed.record().topic());
        }
    }

    /** Tries a stored command again. After the last failed attempt the command is parked. */
    void retry(DeadLetter letter) {
        if (!(codec.read(letter.record()) instanceof EventCodec.Event command)) {
            throw new IllegalStateException("dead letter " + letter.id() + " is not a well-formed command");
        }
        settle(letter, run(letter.consumer(), command));
    }

    /** Stores the result of an attempt of a stored command. A row that was closed meanwhile does not change. */
    void settle(DeadLetter letter, CommandResult.Ran result) {
        switch (result) {
            case CommandResult.Done(var command, var completion) -> {
                RuntimeException failure = complete(
                        completion,
                        () -> storeOnly(status -> {
                            if (retries.resolve(letter.id())) {
                                inbox.settle(
                                        letter.consumer(),
                                        List.of(command.envelope().factId()),
                                        Inbox.APPLIED);
                                if (completion != null) {
                                    completion.run();
                                }
                            }
                        }));
                if (failure == null) {
                    count(letter.consumer(), command, Inbox.APPLIED);
                } else {
                    failed(letter, command, failure);
                }
            }
            case CommandResult.PutBack command ->
                storeOnly(status ->
                        retries.putBack(letter.id(), message(command.reason()), pauseSeconds(command.reason())));
            case CommandResult.Failed(var command, var failure) -> failed(letter, command, failure);
        }
    }

    /** Stores the result of a command. Returns the failure if the command's own completion has caused it. */
    private static @Nullable RuntimeException complete(@Nullable Runnable completion, Runnable store) {
        try {
            store.run();
            return null;
        } catch (RuntimeException e) {
            if (completion == null || Failures.isInfrastructure(e)) {
                throw e;
            }
            return e;
        }
    }

    private void failed(DeadLetter letter, EventCodec.Event command, Throwable failure) {
        int attempts = letter.attempts() + 1;
        if (attempts < settings.attempts() && !Failures.isPermanent(failure)) {
            storeOnly(status -> retries.tryAgain(letter.id(), failure, pauseSeconds(attempts)));
        } else if (Boolean.TRUE.equals(store(status -> retries.giveUp(letter.id(), failure)))) {
            parked(letter.consumer(), command, attempts, failure);
        }
    }

    private void parked(String group, EventCodec.Event command, int attempts, Throwable failure) {
        log.error(
                "Parked {} of {} after {} attempts: {}",
                command.envelope().eventType(),
                command.envelope().aggregateId(),
                attempts,
                Failures.summary(failure),
                Failures.stackTrace(failure));
        metrics.deadLettered(command.record().topic());
        count(group, command, Inbox.PARKED);
    }

    private boolean isInInbox(String group, EventCodec.Event command) {
        return withPermit(() -> inbox.contains(group, command.envelope().factId()));
    }

    private void storeOnly(Consumer<TransactionStatus> action) {
        store(status -> {
            action.accept(status);
            return true;
        });
    }

    /** Runs in a transaction. A call inside of a transaction joins it and needs no permit. */
    private <T extends @Nullable Object> T store(TransactionCallback<T> action) {
        return TransactionSynchronizationManager.isActualTransactionActive()
                ? transaction.execute(action)
                : withPermit(() -> transaction.execute(action));
    }

    private <T extends @Nullable Object> T withPermit(Supplier<T> statement) {
        stores.acquireUninterruptibly();
        try {
            return statement.get();
        } finally {
            stores.release();
        }
    }

    private void count(String group, EventCodec.Event command, String outcome) {
        metrics.processed(List.of(new Metrics.Outcome(group, command.envelope(), outcome)));
    }

    private SubscriptionRegistry.Subscription subscription(String group) {
        return Objects.requireNonNull(subscriptions.of(group), group);
    }

    private static String message(TryAgainLater reason) {
        return String.valueOf(reason.getMessage());
    }

    private static double pauseSeconds(TryAgainLater reason) {
        return seconds(reason.pause()) * jitter();
    }

    /** The pause doubles with each attempt up to the longest one, plus or minus a quarter to spread the retries. */
    private double pauseSeconds(int attempts) {
        double pause = seconds(settings.pause()) * Math.pow(2, Math.min(attempts - 1, 20));
        return Math.min(pause, seconds(settings.maxPause())) * jitter();
    }

    private static double jitter() {
        return ThreadLocalRandom.current().nextDouble(0.75, 1.25);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
