package swapr.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The meters of publishing and consuming. The alert rules use their names in Prometheus. */
final class Metrics {

    /** The outcome of one event at one consumer. */
    record Outcome(String consumer, Envelope<?> envelope, String result) {}

    static final String DUPLICATE = "duplicate";

    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    /** The buckets of the delays. */
    private static final Duration[] DELAYS = LongStream.of(10, 50, 100, 500, 1_000, 5_000, 30_000, 300_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Map<String, Timer> delays = new ConcurrentHashMap<>();

    Metrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(String topic) {
        registry.counter("swapr.events.published", "topic", topic).increment();
    }

    /**
     * Counts one look of a relay into its outbox, and the records of a round that sent some.
     *
     * @param sent the number of acknowledged records; 0 if the outbox was empty or another instance leads
     */
    void relayed(String outbox, int sent) {
        registry.counter("swapr.relay.looks", "outbox", outbox).increment();
        if (sent > 0) {
            DistributionSummary.builder("swapr.relay.round")
                    .description("Records that a relay sent in one round; rounds without records do not count")
                    .baseUnit("records")
                    .tag("outbox", outbox)
                    .register(registry)
                    .record(sent);
        }
    }

    /** Counts one transaction of a consumer with this number of events that it is interested in. */
    void batch(String consumer, int events) {
        if (events > 0) {
            DistributionSummary.builder("swapr.consumer.batch")
                    .description("Events that a consumer processed in one transaction")
                    .baseUnit("events")
                    .tag("consumer", consumer)
                    .register(registry)
                    .record(events);
        }
    }

    void processed(List<Outcome> outcomes) {
        Instant now = Instant.now();
        for (Outcome outcome : outcomes) {
            Envelope<?> event = outcome.envelope();
            registry.counter(
                            "swapr.events.processed",
                            "consumer",
                            outcome.consumer(),
                            "type",
                            event.eventType(),
                            "version",
                            Integer.toString(event.schemaVersion()),
                            "outcome",
                            outcome.result())
                    .increment();
            if (outcome.result().equals(Inbox.APPLIED)) {
                delays.computeIfAbsent(outcome.consumer(), this::delay).record(since(event.timestamp(), now));
            }
        }
    }

    /** Not negative, because two clocks may differ. At most 365 days, because a timer counts nanoseconds in a long. */
    private static Duration since(Instant then, Instant now) {
        Duration since = Duration.between(then, now);
        return since.isNegative() ? Duration.ZERO : Collections.min(List.of(since, LONGEST_DELAY));
    }

    private Timer delay(String consumer) {
        return Timer.builder("swapr.event.delay")
                .description("Time from the append of an event until a consumer has applied it")
                .tag("consumer", consumer)
                .serviceLevelObjectives(DELAYS)
                .register(registry);
    }

    /** Registers the counter at 0, so that Prometheus sees the first dead letter as an increase. */
    void startCountingDeadLetters(String topic) {
        var _ = deadLetters(topic);
    }

    void deadLettered(String topic) {
        deadLetters(topic).increment();
    }

    private Counter deadLetters(String topic) {
        return registry.counter("swapr.dead.letters", "topic", topic);
    }

    /** Counts events that a consumer applied after a later event of the same aggregate. It is registered at 0, too. */
    Counter overtaken(String consumer) {
        return registry.counter("swapr.events.overtaken", "consumer", consumer);
    }

    /** Registers the time that this instance has waited for the leader. */
    void standby(String outbox, StandbyMonitor standby) {
        Gauge.builder("swapr.relay.standby.seconds", standby, StandbyMonitor::seconds)
                .description("Seconds that a row has been unsent while another session leads; 0 for the leader")
                .tag("outbox", outbox)
                .register(registry);
    }

    /**
     * Counts a pause, because the database or the broker has failed.
     *
     * @param part the part that waits and tries again: relay, dead-letter-relay, consumer or work-queue
     */
    void paused(String part) {
        registry.counter("swapr.pauses", "part", part).increment();
    }

    /** Registers the age of the oldest command that the workers of a queue hold because of an outage; 0 for none. */
    void held(String group, Supplier<Number> seconds) {
        Gauge.builder("swapr.work.held.seconds", seconds)
                .description("Age of the oldest command that a worker can neither complete nor hand over")
                .tag("consumer", group)
                .register(registry);
    }
}
