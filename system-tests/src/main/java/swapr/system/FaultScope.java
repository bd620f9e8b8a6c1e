package swapr.system;

import java.util.concurrent.atomic.AtomicBoolean;

/** Takes a fault back, once: at the end of the block that did it, or when somebody presses Ctrl-C in the middle. */
final class FaultScope implements AutoCloseable {

    private final Runnable work;
    private final AtomicBoolean done = new AtomicBoolean();
    private final Thread atExit = new Thread(this::once);

    FaultScope(Runnable work) {
        this.work = work;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private void once() {
        if (done.compareAndSet(false, true)) {
            work.run();
        }
    }

    @Override
    public void close() {
        once();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            return; // we are exiting, and the hook has found its work done
        }
    }
}
