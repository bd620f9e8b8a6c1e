package swapr.web;

import org.springframework.context.SmartLifecycle;

/**
 * Work at each start that must be done before anybody is served. Afterwards it would compete for database connections
 * with everybody who has waited for this service, lose, and take the service down with it.
 */
public abstract class StartupTask implements SmartLifecycle {

    private volatile boolean done;

    /** Does it. When it fails, the service does not start. Another instance may be doing the same at the same time. */
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

    /** After the relay, which publishes what is done here, and before consumers and the web server. */
    @Override
    public final int getPhase() {
        return 1;
    }
}
