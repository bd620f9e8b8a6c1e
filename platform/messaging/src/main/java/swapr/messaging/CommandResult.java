package swapr.messaging;

import org.jspecify.annotations.Nullable;

/** The result of a delivered command. */
sealed interface CommandResult {

    record Unreadable(EventCodec.Malformed incoming) implements CommandResult {}

    /** This service has no handler for the type of the command. */
    record NotWanted() implements CommandResult {}

    record Duplicate(EventCodec.Event command) implements CommandResult {}

    /** The handler ran. At the last delivery the command fails without another run. */
    sealed interface Ran extends CommandResult {
        EventCodec.Event command();
    }

    /**
     * The handler returned.
     *
     * @param completion runs in the transaction that notes the command; null for none
     */
    record Done(EventCodec.Event command, @Nullable Runnable completion) implements Ran {

        /** Stores the result. Returns the failure if the command's own completion has caused it. */
        @Nullable
        RuntimeException store(Runnable transaction) {
            try {
                transaction.run();
                return null;
            } catch (RuntimeException e) {
                if (completion == null || Failures.isInfrastructure(e)) {
                    throw e;
                }
                return e;
            }
        }
    }

    record PutBack(EventCodec.Event command, TryAgainLater reason) implements Ran {}

    record Failed(EventCodec.Event command, Throwable failure) implements Ran {}
}
