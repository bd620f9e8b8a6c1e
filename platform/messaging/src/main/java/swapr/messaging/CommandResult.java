package swapr.messaging;

/** What became of a delivered command. */
sealed interface CommandResult {

    record Unreadable(EventCodec.Malformed incoming) implements CommandResult {}

    /** The queue has no handler for this type here. */
    record NotWanted() implements CommandResult {}

    record Duplicate(EventCodec.Event command) implements CommandResult {}

    /** Its handler ran, or the command was given up before its handler ran again. */
    sealed interface Ran extends CommandResult {
        EventCodec.Event command();
    }

    record Done(EventCodec.Event command) implements Ran {}

    record PutBack(EventCodec.Event command, TryAgainLater reason) implements Ran {}

    record Failed(EventCodec.Event command, Throwable failure) implements Ran {}
}
