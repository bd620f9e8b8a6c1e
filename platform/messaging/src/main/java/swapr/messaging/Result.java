package swapr.messaging;

/** What became of a delivered command. */
sealed interface Result {

    record Unreadable(Wire.Malformed incoming) implements Result {}

    /** The queue has no handler for this type here. */
    record NotWanted() implements Result {}

    record Duplicate(Wire.Event command) implements Result {}

    /** Its handler ran, or the command was given up before its handler ran again. */
    sealed interface Ran extends Result {
        Wire.Event command();
    }

    record Done(Wire.Event command) implements Ran {}

    record PutBack(Wire.Event command, TryAgainLater reason) implements Ran {}

    record Failed(Wire.Event command, Throwable failure) implements Ran {}
}
