package swapr.messaging;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The context of the running work: correlation id, causation id and actor. SLF4J's MDC carries it, so that the HTTP
 * modules set it without a dependency on this module, and every log line shows it.
 */
record EventContext(String correlationId, @Nullable String causationId, String actor) {

    private static final String CORRELATION = "correlation_id";
    private static final String CAUSATION = "causation_id";
    private static final String ACTOR = "actor";

    /** The current context. Work without a request, such as a timer or sample data, gets a new correlation id. */
    static EventContext current(String service) {
        String correlation = MDC.get(CORRELATION);
        String causation = MDC.get(CAUSATION);
        String actor = MDC.get(ACTOR);
        if (correlation == null) {
            correlation = Ids.next().toString();
        }
        return new EventContext(
                correlation, causation != null ? causation : correlation, actor != null ? actor : "service:" + service);
    }

    <T extends @Nullable Object> T run(Supplier<T> action) {
        var before = MDC.getCopyOfContextMap();
        MDC.put(CORRELATION, correlationId);
        MDC.put(ACTOR, actor);
        if (causationId != null) {
            MDC.put(CAUSATION, causationId);
        }
        try {
            return action.get();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
