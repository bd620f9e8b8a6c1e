package swapr.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The meters of messaging; their names in Prometheus are part of the product's contract with its alert rules. */
final class Metrics {

    /** What one consumer did with one event. */
    record Outcome(String consumer, Envelope<?> envelope, String result) {}

    static final String DUPLICATE = "duplicate";

    private static final Duration LONGEST_DELAY = Duration.ofDays(365);

    private final MeterRegistry registry;
    private final MultiGauge lag;
    private final MultiGauge openDeadLetters;
    private final MultiGauge partitions;
    private final Map<String, Timer> delays = new ConcurrentHashMap<>();

    Metrics(MeterRegistry registry) {
        this.registry = registry;
        this.lag = MultiGauge.builder("swapr.consumer.lag")
                .description("Records a consumer has not committed yet, asked of the broker")
                .register(registry);
        this.openDeadLetters = MultiGauge.builder("swapr.dead.letters.open")
                .description("Events parked or waiting behind a parked one")
                .register(registry);
        this.partitions = MultiGauge.builder("swapr.topic.partitions.difference")
                .description("Partitions of a topic minus those it should have")
                .register(registry);
    }

    void published(String topic) {
        registry.counter("swapr.events.published", "topic", topic).increment();
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

    /** Never negative: the clocks of two machines may differ. Never more than a timer can hold: it counts nanoseconds. */
    private static Duration since(Instant then, Instant now) {
        Duration since = Duration.between(then, now);
        if (since.isNegative()) {
            return Duration.ZERO;
        }
        return since.compareTo(LONGEST_DELAY) < 0 ? since : LONGEST_DELAY;
    }

    private Timer delay(String consumer) {
        return Timer.builder("swapr.event.delay")
                .description("From append to applied")
                .tag("consumer", consumer)
                .serviceLevelObjectives(
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5))
                .register(registry);
    }

    /** From zero: an increase from nothing to one is none to Prometheus, and the first dead letter would raise no alert. */
    void startCountingDeadLetters(String topic) {
        var _ = deadLetters(topic);
    }

    void deadLettered(String topic) {
        deadLetters(topic).increment();
    }

    private Counter deadLetters(String topic) {
        return registry.counter("swapr.dead.letters", "topic", topic);
    }

    /** Events that a consumer applied after a later one of their aggregate; from zero, as dead letters. */
    Counter overtaken(String consumer) {
        return registry.counter("swapr.events.overtaken", "consumer", consumer);
    }

    /** How long this instance has waited for the one that leads. */
    void standby(String outbox, StandbyMonitor standby) {
        Gauge.builder("swapr.relay.standby.seconds", standby, StandbyMonitor::seconds)
                .description(
                        "For how long one row has been unsent while another session had the lead; 0 for the leader")
                .tag("outbox", outbox)
                .register(registry);
    }

    /** Topics whose partitions are not what they should be. */
    void partitions(List<MultiGauge.Row<?>> rows) {
        partitions.register(rows, true);
    }

    /**
     * Database or broker did not do their part.
     *
     * @param part what waits and then tries again: relay, dead-letter-relay, consumer or work-queue
     */
    void paused(String part) {
        registry.counter("swapr.pauses", "part", part).increment();
    }

    /** How long the workers of a queue have had their oldest command that they can neither note nor hand over; 0 for none. */
    void held(String group, Supplier<Number> seconds) {
        Gauge.builder("swapr.work.held.seconds", seconds)
                .description("Age of the oldest command that a worker can neither note nor hand over")
                .tag("consumer", group)
                .register(registry);
    }

    void lag(List<MultiGauge.Row<?>> rows) {
        lag.register(rows, true);
    }

    void openDeadLetters(Map<String, Long> byTopic) {
        openDeadLetters.register(
                byTopic.entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                topic -> MultiGauge.Row.of(Tags.of("topic", topic.getKey()), topic.getValue()))
                        .toList(),
                true);
    }
}
