package swapr.local;

import java.util.ArrayList;
import java.util.List;

/**
 * Where processes are born. Every one is written down before anything else happens, and once stopping has begun no new
 * one stays: so an interruption at any moment leaves none behind.
 */
final class Nursery {

    private final State state;
    private final List<Running> mine = new ArrayList<>();
    private boolean stopping;

    Nursery(State state) {
        this.state = state;
    }

    void born(String name, Process process) {
        var running = Running.of(name, process.toHandle());
        synchronized (this) {
            if (!stopping) {
                mine.add(running);
                state.add(running);
                return;
            }
        }
        process.destroyForcibly();
    }

    /** Stops what was started here and what other commands added since. */
    void stopEverything() {
        List<Running> all;
        synchronized (this) {
            stopping = true;
            all = new ArrayList<>(mine);
        }
        state.reload();
        state.alive().stream().filter(running -> !all.contains(running)).forEach(all::add);
        Shutdown.inOrder(all);
    }

    /** A failed start takes away only what it brought. */
    void stopMine() {
        List<Running> all;
        synchronized (this) {
            stopping = true;
            all = List.copyOf(mine);
        }
        Shutdown.inOrder(all);
    }
}
