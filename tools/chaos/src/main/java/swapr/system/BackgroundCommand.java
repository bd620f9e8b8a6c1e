package swapr.system;

/** One piece of work that takes up to some minutes. A second one has to wait for its end. */
final class BackgroundCommand {

    private volatile String running = "";
    private volatile String failure = "";

    /** @throws IllegalStateException if another one still runs */
    synchronized void run(String name, Runnable work) {
        if (!running.isEmpty()) {
            throw new IllegalStateException("\"%s\" still runs. Wait for its end".formatted(running));
        }
        running = name;
        failure = "";
        Thread.startVirtualThread(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                failure = "\"%s\" failed: %s".formatted(name, e.getMessage());
            } finally {
                running = "";
            }
        });
    }

    /** The name of the running work; empty if there is none. */
    String running() {
        return running;
    }

    /** Why the last one failed; empty if it did not fail. */
    String failure() {
        return failure;
    }
}
