package swapr.web;

import org.springframework.context.SmartLifecycle;

/**
 * A task that runs at each start, before the service accepts requests. After that, the task would compete for database
 * connections with all waiting callers, and the service could fail.
 *
 * <pre>{@code
 * @Component
 * class SampleUsers extends StartupTask {
 *     @Override
 *     protected void run() {
 *         users.createMissing();
 *     }
 * }
 * }</pre>
 */
public abstract class StartupTask implements SmartLifecycle {

    private volatile boolean done;

    /**
     * Runs the task. If it throws an exception, the service does not start. Another instance may run it at the same
     * time.
     */
    protected abstract void run();

    @Override
    public final void start() {
        run();
        done = true;
    }

    @Override
    public final void stop() {
        done = false;
    }

    @Override
    public final boolean isRunning() {
        return done;
    }

    /**
     * The phase is after the relay, which publishes the events of the task, and before the consumers and the web
     * server.
     */
    @Override
    public final int getPhase() {
        return 1;
    }
}
