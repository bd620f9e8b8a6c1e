package swapr.messaging;

import io.micrometer.core.instrument.Counter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts events that were applied after a later event of the same aggregate. The relay and the partition keep the
 * order, so such an event shows that one of them failed. Keeps the latest version of the 10,000 most recently seen
 * aggregates, in memory only. That is good enough for an alert, and not a guarantee (docs/decisions/0014).
 */
final class OutOfOrderDetector {

    private static final int MAX_AGGREGATES = 10_000;

    private final Counter overtaken;
    private final Map<String, Long> latest = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_AGGREGATES;
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
