package swapr.messaging;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Why something happens: who started it and what led to it. Carried by SLF4J's MDC, so that the HTTP side can set it
 * without knowing this module, and every log line shows it.
 */
record EventContext(String correlationId, @Nullable String causationId, String actor) {

    private static final String CORRELATION = "correlation_id";
    private static final String CAUSATION = "causation_id";
    private static final String ACTOR = "actor";

    /** The running cause; work that nobody asked for (a timer, seeding) starts a correlation of its own. */
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

    void run(Runnable action) {
        var before = MDC.getCopyOfContextMap();
        MDC.put(CORRELATION, correlationId);
        MDC.put(ACTOR, actor);
        if (causationId != null) {
            MDC.put(CAUSATION, causationId);
        }
        try {
            action.run();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
