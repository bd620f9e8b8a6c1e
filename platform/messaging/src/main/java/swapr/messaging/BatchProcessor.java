package swapr.messaging;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Processes a batch of one consumer in a transaction: skips duplicates, parks events behind a dead letter, handles the
 * rest.
 */
final class BatchProcessor {

    /**
     * The result of a batch. It is valid after the commit of the transaction.
     *
     * @param outcomes one for each readable event, in the order of the batch
     * @param keptFrom the source topic of each record that became a dead letter
     */
    record Applied(List<Metrics.Outcome> outcomes, List<String> keptFrom) {}

    private final String consumer;
    private final Subscription subscription;
    private final Inbox inbox;
    private final DeadLetterStore deadLetters;

    BatchProcessor(String consumer, Subscription subscription, Inbox inbox, DeadLetterStore deadLetters) {
        this.consumer = consumer;
        this.subscription = subscription;
        this.inbox = inbox;
        this.deadLetters = deadLetters;
    }

    Applied apply(List<EventCodec.Incoming> incoming) {
        var applied = new Applied(new ArrayList<>(incoming.size()), new ArrayList<>());
        List<EventCodec.Event> events = readable(incoming, applied);
        Set<UUID> claimed = new HashSet<>(inbox.claim(consumer, events, Inbox.APPLIED));
        Set<String> blocked = claimed.isEmpty() ? Set.of() : blockedAmong(events);
        List<UUID> waiting = new ArrayList<>();
        for (EventCodec.Event event : events) {
            String outcome = Inbox.APPLIED;
            if (!claimed.remove(event.envelope().factId())) {
                outcome = Metrics.DUPLICATE;
            } else if (blocked.contains(event.envelope().aggregateId())) {
                queue(event);
                applied.keptFrom().add(event.record().topic());
                waiting.add(event.envelope().factId());
                outcome = Inbox.PARKED;
            } else {
                subscription.handle(event);
            }
            applied.outcomes().add(new Metrics.Outcome(consumer, event.envelope(), outcome));
        }
        if (!waiting.isEmpty()) {
            inbox.settle(consumer, waiting, Inbox.PARKED);
        }
        return applied;
    }

    private void queue(EventCodec.Event event) {
        deadLetters.keep(NewDeadLetter.waiting(consumer, event));
    }

    /** Returns the readable events. Malformed records are parked. */
    private List<EventCodec.Event> readable(List<EventCodec.Incoming> incoming, Applied applied) {
        List<EventCodec.Event> events = new ArrayList<>(incoming.size());
        for (EventCodec.Incoming each : incoming) {
            switch (each) {
                case EventCodec.Event event -> events.add(event);
                case EventCodec.Malformed malformed -> {
                    if (deadLetters.keep(NewDeadLetter.parked(consumer, malformed))) {
                        applied.keptFrom().add(malformed.record().topic());
                    }
                }
            }
        }
        return events;
    }

    private Set<String> blockedAmong(List<EventCodec.Event> events) {
        return deadLetters.blocked(
                consumer,
                events.stream().map(event -> event.envelope().aggregateId()).collect(Collectors.toSet()));
    }
}
