package swapr.system;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The load that an operator switches on and off in the control room. There is one at a time. */
final class OperatorLoad {

    private final FaultSite site;
    private final AtomicReference<@Nullable SteadyLoad> current = new AtomicReference<>();

    OperatorLoad(FaultSite site) {
        this.site = site;
    }

    /**
     * Begins a load, or changes its rate.
     *
     * @throws IllegalStateException if {@code ./swapr chaos} runs
     */
    void rate(int perSecond) {
        var load = current.get();
        if (load == null) {
            load = new SteadyLoad(site);
            current.set(load);
        }
        load.rate(perSecond);
    }

    /** Ends the load; it does nothing if there is none. */
    void end() {
        var load = current.getAndSet(null);
        if (load != null) {
            load.close();
        }
    }

    /** {@link SteadyLoad#figures}; the wanted rate is 0 if there is no load. */
    Map<String, Object> figures() {
        var load = current.get();
        return load == null ? Map.of("wanted", 0) : load.figures();
    }
}
