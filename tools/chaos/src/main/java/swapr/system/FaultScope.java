package swapr.system;

import java.util.concurrent.atomic.AtomicBoolean;

/** Undoes a fault exactly once: at the end of the try block, or when the JVM exits, for example after Ctrl-C. */
final class FaultScope implements AutoCloseable {

    private final Runnable undo;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread atExit = new Thread(this::once);

    FaultScope(Runnable undo) {
        this.undo = undo;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private void once() {
        if (done.compareAndSet(false, true)) {
            undo.run();
        }
    }

    @Override
    public void close() {
        once();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // the JVM is exiting; its hook finds that the fault is undone
        }
    }
}
