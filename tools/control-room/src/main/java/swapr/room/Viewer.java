package swapr.room;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one open page. It is bounded: a page that does not read its stream is dropped, so it takes no memory.
 * Its thread is interrupted then, because it may wait in a write to the connection.
 */
final class Viewer {

    /** More than the kept updates, so that a viewer that continues gets all of them. */
    static final int WAITING = Updates.KEPT + 50;

    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writer;
    private volatile boolean dropped;

    /** @param writer the thread that writes to the page */
    Viewer(Thread writer) {
        this.writer = writer;
    }

    /** Adds an event; false if the page is too slow and was dropped. */
    boolean offer(String event) {
        if (!waiting.offer(event)) {
            dropped = true;
            writer.interrupt();
        }
        return !dropped;
    }

    /** The next event; null if there is none within this time. */
    @Nullable
    String next(Duration atMost) throws InterruptedException {
        return waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isGone() {
        return dropped || !writer.isAlive();
    }
}
