package swapr.workshop;

import swapr.local.OsProcess;

/** A process that stands still until {@link #close}. It does not answer, and keeps its connections. */
final class Frozen implements AutoCloseable {

    private final long pid;

    /** @throws IllegalStateException if the process does not run */
    Frozen(Shop shop, String process) {
        Long running = shop.marketplace().pids().get(process);
        if (running == null) {
            throw new IllegalStateException(process + " is not running. Start it with ./swapr up --detach");
        }
        pid = running;
        OsProcess.freeze(pid);
    }

    /** Continues the process. It does nothing if the process was killed meanwhile. */
    @Override
    public void close() {
        OsProcess.resume(pid);
    }
}
