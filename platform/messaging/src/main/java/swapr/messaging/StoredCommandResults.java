package swapr.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores the results of stored commands: of each attempt, and of a command that was handed over while it ran. */
final class StoredCommandResults {

    private final LimitedStores stores;
    private final Inbox inbox;
    private final CommandRetries retries;
    private final CommandOutcomes outcomes;
    private final MessagingProperties.Work settings;

    StoredCommandResults(
            LimitedStores stores,
            Inbox inbox,
            CommandRetries retries,
            CommandOutcomes outcomes,
            MessagingProperties properties) {
        this.stores = stores;
        this.inbox = inbox;
        this.retries = retries;
        this.outcomes = outcomes;
        this.settings = properties.work();
    }

    /** Stores the result of an attempt. A row that was closed meanwhile does not change. */
    void settle(DeadLetter letter, CommandResult.Ran result) {
        switch (result) {
            case CommandResult.Done done -> {
                var command = done.command();
                RuntimeException failure =
                        done.store(() -> stores.run(() -> resolve(letter, command, done.completion())));
                if (failure == null) {
                    outcomes.count(letter.consumer(), command, Inbox.APPLIED);
                } else {
                    failed(letter, command, failure);
                }
            }
            case CommandResult.PutBack(var _, var reason) ->
                stores.run(() -> retries.putBack(letter.id(), reason.reason(), Pauses.jittered(reason.pause())));
            case CommandResult.Failed(var command, var failure) -> failed(letter, command, failure);
        }
    }

    private void resolve(DeadLetter letter, EventCodec.Event command, @Nullable Runnable completion) {
        if (retries.resolve(letter.id())) {
            inbox.settle(letter.consumer(), List.of(command.envelope().factId()), Inbox.APPLIED);
            if (completion != null) {
                completion.run();
            }
        }
    }

    private void failed(DeadLetter letter, EventCodec.Event command, Throwable failure) {
        int attempts = letter.attempts() + 1;
        if (attempts < settings.attempts() && !Failures.isPermanent(failure)) {
            stores.run(() -> retries.tryAgain(letter.id(), failure, settings.pauseAfter(attempts)));
        } else if (Boolean.TRUE.equals(stores.inTransaction(() -> retries.giveUp(letter.id(), failure)))) {
            outcomes.parked(letter.consumer(), command, attempts, failure);
        }
    }
}
