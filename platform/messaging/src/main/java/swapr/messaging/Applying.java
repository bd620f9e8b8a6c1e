package swapr.messaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What one consumer does with a batch inside a transaction: skips what it has had, keeps what is blocked, handles the rest. */
final class Applying {

    /**
     * What became of a batch, true once its transaction is committed.
     *
     * @param outcomes of its events, in their order
     * @param keptFrom the topic of each record that is a dead letter now
     */
    record Applied(List<Metrics.Outcome> outcomes, List<String> keptFrom) {}

    private final String consumer;
    private final Reactions.Subscription subscription;
    private final Inbox inbox;
    private final Parking parking;
    private final Handling handling;

    Applying(String consumer, Reactions.Subscription subscription, Parts parts) {
        this.consumer = consumer;
        this.subscription = subscription;
        this.inbox = parts.inbox();
        this.parking = parts.parking();
        this.handling = parts.handling();
    }

    Applied apply(List<Wire.Incoming> incoming) {
        var applied = new Applied(new ArrayList<>(incoming.size()), new ArrayList<>());
        List<Wire.Event> events = readable(incoming, applied);
        Set<UUID> fresh = new HashSet<>(inbox.claim(consumer, events, Inbox.APPLIED));
        Set<String> blocked = fresh.isEmpty() ? Set.of() : blockedAmong(events);
        List<UUID> waiting = new ArrayList<>();
        for (Wire.Event event : events) {
            String outcome = Inbox.APPLIED;
            if (!fresh.remove(event.envelope().factId())) {
                outcome = Metrics.DUPLICATE;
            } else if (blocked.contains(event.envelope().aggregateId())) {
                parking.queue(consumer, event);
                applied.keptFrom().add(event.record().topic());
                waiting.add(event.envelope().factId());
                outcome = Inbox.PARKED;
            } else {
                handling.run(event, subscription);
            }
            applied.outcomes().add(new Metrics.Outcome(consumer, event.envelope(), outcome));
        }
        if (!waiting.isEmpty()) {
            inbox.settle(consumer, waiting, Inbox.PARKED);
        }
        return applied;
    }

    /** The events among them; what is no event is kept, where somebody will look at it. */
    private List<Wire.Event> readable(List<Wire.Incoming> incoming, Applied applied) {
        List<Wire.Event> events = new ArrayList<>(incoming.size());
        for (Wire.Incoming each : incoming) {
            switch (each) {
                case Wire.Event event -> events.add(event);
                case Wire.Malformed malformed -> {
                    if (parking.park(consumer, malformed)) {
                        applied.keptFrom().add(malformed.record().topic());
                    }
                }
            }
        }
        return events;
    }

    private Set<String> blockedAmong(List<Wire.Event> events) {
        return parking.blocked(
                consumer,
                events.stream().map(event -> event.envelope().aggregateId()).collect(Collectors.toSet()));
    }
}
