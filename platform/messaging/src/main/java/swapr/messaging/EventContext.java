package swapr.messaging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context of the running work. Each appended message carries it, and SLF4J's MDC has a copy for the log lines. It
 * ends with the work. Other threads do not inherit it.
 *
 * <pre>{@code
 * new EventContext(order.correlationId(), null, "service:purchase-service").run(() -> cancel(order));
 * }</pre>
 *
 * @param correlationId one for each user request; all events that follow from the request have it
 * @param causationId the id of the event that caused the work; null if a request or a timer caused it
 * @param actor {@code user:<id>}, {@code service:<name>} or {@code anonymous}
 */
public record EventContext(String correlationId, @Nullable String causationId, String actor) {

    private static final ScopedValue<EventContext> RUNNING = ScopedValue.newInstance();

    /**
     * The context of the running work. Work without one, such as a timer or sample data, gets a new correlation id, and
     * the service is the actor.
     *
     * @param service the name of this service
     */
    public static EventContext current(String service) {
        return RUNNING.isBound() ? RUNNING.get() : new EventContext(Ids.next().toString(), null, "service:" + service);
    }

    /** The id of the event or request that directly caused the work. */
    String cause() {
        return causationId != null ? causationId : correlationId;
    }

    /** Runs the action in this context. */
    public void run(Runnable action) {
        var _ = call(() -> {
            action.run();
            return true;
        });
    }

    /**
     * Runs the action in this context and returns its result.
     *
     * @param <T> the type of the result
     * @param <X> the checked exception of the action
     */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<T, X> action) throws X {
        EventContext outer = RUNNING.isBound() ? RUNNING.get() : null;
        show(this);
        try {
            return ScopedValue.where(RUNNING, this).call(action);
        } finally {
            show(outer);
        }
    }

    private static void show(@Nullable EventContext context) {
        show("correlation_id", context == null ? null : context.correlationId);
        show("causation_id", context == null ? null : context.causationId);
        show("actor", context == null ? null : context.actor);
    }

    private static void show(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
