package swapr.messaging;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;
import swapr.messaging.DeadLetter.Status;
import swapr.messaging.NewDeadLetter.Reason;

/** Stores the results of delivered commands: in the inbox, or as rows that {@link DueCommands} runs again. */
final class CommandResults {

    private static final Logger log = LoggerFactory.getLogger(CommandResults.class);

    private final LimitedStores stores;
    private final Inbox inbox;
    private final AppliedCommands applied;
    private final DeadLetterStore deadLetters;
    private final CommandRetries retries;
    private final Metrics metrics;
    private final CommandOutcomes outcomes;
    private final StoredCommandResults stored;
    private final MessagingProperties.Work settings;

    CommandResults(
            LimitedStores stores,
            TransactionTemplate transaction,
            Inbox inbox,
            DeadLetterStore deadLetters,
            CommandRetries retries,
            Metrics metrics,
            CommandOutcomes outcomes,
            StoredCommandResults stored,
            MessagingProperties properties) {
        this.stores = stores;
        this.inbox = inbox;
        this.applied = new AppliedCommands(transaction, inbox);
        this.deadLetters = deadLetters;
        this.retries = retries;
        this.metrics = metrics;
        this.outcomes = outcomes;
        this.stored = stored;
        this.settings = properties.work();
    }

    /** Stores the result of a delivery that was not handed over. */
    void note(String group, CommandResult result) {
        switch (result) {
            case CommandResult.Unreadable(var malformed) -> park(group, malformed);
            case CommandResult.NotWanted _ -> {}
            case CommandResult.Duplicate(var command) -> outcomes.count(group, command, Metrics.DUPLICATE);
            case CommandResult.Done done -> {
                var command = done.command();
                RuntimeException failure = done.store(() -> applied.note(group, command, done.completion()));
                if (failure == null) {
                    outcomes.count(group, command, Inbox.APPLIED);
                } else {
                    note(group, new CommandResult.Failed(command, failure));
                }
            }
            case CommandResult.PutBack(var command, var reason) ->
                keepForLater(group, command, Reason.waits(reason.reason()), Pauses.jittered(reason.pause()));
            case CommandResult.Failed(var command, var failure)
            when Failures.isPermanent(failure) -> {
                var reason = Reason.failed("", failure, 1);
                if (keep(NewDeadLetter.command(group, command, reason, Status.PARKED, Duration.ZERO), command)) {
                    outcomes.parked(group, command, 1, failure);
                }
            }
            case CommandResult.Failed(var command, var failure) -> {
                log.warn(
                        "{} of {} failed and will be tried again: {}",
                        command.envelope().eventType(),
                        command.envelope().aggregateId(),
                        Failures.summary(failure));
                keepForLater(group, command, Reason.failed("", failure, 1), settings.pauseAfter(1));
            }
        }
    }

    /**
     * Stores a command that is still running, so that it can be acknowledged. If this process ends before the command,
     * {@link DueCommands} runs the command when the lease has ended.
     *
     * @return its row; null if another instance has processed it
     */
    @Nullable
    DeadLetter handOver(String group, EventCodec.Event command) {
        var reason = Reason.waits("is still running");
        return stores.inTransaction(() ->
                keepForLater(group, command, reason, settings.lease()) ? retries.find(group, command.record()) : null);
    }

    /** Stores the result of a command that was handed over. */
    void settle(DeadLetter row, CommandResult.Ran result) {
        stored.settle(row, result);
    }

    private boolean keepForLater(String group, EventCodec.Event command, Reason reason, Duration pause) {
        return keep(NewDeadLetter.command(group, command, reason, Status.RETRYING, pause), command);
    }

    /** Stores a command; false if it is in the inbox. */
    private boolean keep(NewDeadLetter letter, EventCodec.Event command) {
        return Boolean.TRUE.equals(stores.inTransaction(() -> {
            boolean claimed = !inbox.claim(letter.consumer(), List.of(command), Inbox.PARKED)
                    .isEmpty();
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
        if (Boolean.TRUE.equals(stores.inTransaction(() -> deadLetters.keep(NewDeadLetter.parked(group, malformed))))) {
            metrics.deadLettered(malformed.record().topic());
        }
    }
}
