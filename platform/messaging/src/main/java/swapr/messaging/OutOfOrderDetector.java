package swapr.messaging;

import io.micrometer.core.instrument.Counter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Notices when an event was applied after a later one of its aggregate. Relay and partition keep the order, so then one of
 * them did not. It remembers the aggregates of late, in this process: enough for an alert, and nothing to rely on
 * (docs/decisions/0014).
 */
final class OutOfOrderDetector {

    private static final int REMEMBERED = 10_000;

    private final Counter overtaken;
    private final Map<String, Long> latest = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    });

    OutOfOrderDetector(Counter overtaken) {
        this.overtaken = overtaken;
    }

    void note(List<Metrics.Outcome> outcomes) {
        for (Metrics.Outcome outcome : outcomes) {
            long version = outcome.envelope().aggregateVersion();
            if (outcome.result().equals(Inbox.APPLIED)
                    && latest.merge(outcome.envelope().aggregateId(), version, Math::max) > version) {
                overtaken.increment();
            }
        }
    }
}
