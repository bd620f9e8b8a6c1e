package swapr.messaging;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** The types that one consumer group or one work queue reads, with their handlers. */
final class Subscription {

    /** The topic of each type. */
    private final Map<String, String> topics = new TreeMap<>();

    private final Map<String, NavigableMap<Integer, HandlerMethod>> handlers = new HashMap<>();

    Set<String> topics() {
        return new TreeSet<>(topics.values());
    }

    List<ChoreographyEndpoint.Reads> reads(String consumer, boolean queue) {
        return topics.entrySet().stream()
                .map(type -> new ChoreographyEndpoint.Reads(
                        consumer,
                        type.getValue(),
                        type.getKey(),
                        List.copyOf(versions(type.getKey()).keySet()),
                        queue))
                .toList();
    }

    /** The handlers of a type by version; empty if this consumer does not read the type. */
    private NavigableMap<Integer, HandlerMethod> versions(String type) {
        return handlers.getOrDefault(type, Collections.emptyNavigableMap());
    }

    /**
     * True if this consumer handles this version. False if it does not read the type from this topic, or if the fact is
     * also published in a newer version that it reads. A version that it does not read is accepted, so that it is
     * parked and not dropped if no other version was applied.
     */
    boolean wants(EventCodec.Event event) {
        var envelope = event.envelope();
        var versions = versions(envelope.eventType());
        var parallel = envelope.parallelVersions();
        return event.record().topic().equals(topics.get(envelope.eventType()))
                && (parallel == null
                        || Collections.disjoint(
                                parallel.versions(),
                                versions.tailMap(envelope.schemaVersion(), false)
                                        .keySet()));
    }

    @Nullable
    HandlerMethod find(Envelope<?> envelope) {
        return versions(envelope.eventType()).get(envelope.schemaVersion());
    }

    /**
     * Runs the handler of an event that {@link #wants} has accepted.
     *
     * @throws EventCodec.Unreadable if this consumer does not read the version
     * @see HandlerMethod#handle
     */
    @Nullable
    Runnable handle(EventCodec.Event event) {
        Envelope<?> envelope = event.envelope();
        HandlerMethod handler = find(envelope);
        if (handler == null) {
            String known = StringUtils.collectionToDelimitedString(
                    versions(envelope.eventType()).keySet(), ", ");
            throw new EventCodec.Unreadable(
                    "%s v%d: this service reads only version %s"
                            .formatted(envelope.eventType(), envelope.schemaVersion(), known),
                    null);
        }
        return handler.handle(event);
    }

    /** @throws IllegalStateException if the type has another topic, or the version has another handler */
    void add(String topic, String type, int version, HandlerMethod handler) {
        String before = topics.put(type, topic);
        if (before != null && !before.equals(topic)) {
            throw new IllegalStateException(
                    "One consumer reads %s from two topics, %s and %s".formatted(type, before, topic));
        }
        HandlerMethod other =
                handlers.computeIfAbsent(type, key -> new TreeMap<>()).put(version, handler);
        if (other != null) {
            throw new IllegalStateException("Two methods react to %s v%d for the same consumer: %s and %s"
                    .formatted(type, version, other, handler));
        }
    }
}
