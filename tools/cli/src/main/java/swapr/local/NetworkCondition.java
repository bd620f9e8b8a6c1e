package swapr.local;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** A condition of the network behind a {@link TcpProxy}. */
public sealed interface NetworkCondition {

    /** No fault. */
    record Normal() implements NetworkCondition {}

    /** Each piece of data, of up to 4 KiB, arrives later by this delay. */
    record Slow(Duration delay) implements NetworkCondition {}

    /** No data arrives, but the connections stay open. */
    record Silent() implements NetworkCondition {}

    /** New and open connections are reset. */
    record Refusing() implements NetworkCondition {}

    /** A connection ends after this number of bytes from the server. */
    record CutAfter(long bytes) implements NetworkCondition {}

    /** The maximum number of bytes per second in each direction of each connection. */
    record Throttled(long bytesPerSecond) implements NetworkCondition {}

    /**
     * Delays a piece of data.
     *
     * @param bytes the length of the piece
     * @param sent the number of bytes that passed before it in the same direction
     * @return the number of its bytes that may pass
     */
    default int passing(int bytes, long sent, boolean fromServer) throws IOException {
        return switch (this) {
            case Normal _, Silent _ -> bytes;
            case Refusing _ -> 0;
            case Slow slow -> {
                pause(slow.delay());
                yield bytes;
            }
            case Throttled throttled -> {
                pause(Duration.ofNanos(bytes * 1_000_000_000L / throttled.bytesPerSecond()));
                yield bytes;
            }
            case CutAfter cut -> fromServer ? Math.clamp(cut.bytes() - sent, 0, bytes) : bytes;
        };
    }

    /**
     * Waits for this duration.
     *
     * @throws InterruptedIOException if the thread is interrupted
     */
    static void pause(Duration duration) throws InterruptedIOException {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }
}
