package swapr.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which of the messages of one append are the same fact: those of one type, each in another version. A publisher appends
 * both while readers move from the old version to the new one.
 */
final class ParallelVersions {

    private final Map<String, List<Integer>> versions;
    private final Map<String, UUID> first = new HashMap<>();

    /** @throws IllegalArgumentException when it cannot be told which telling belongs to which fact */
    ParallelVersions(EventTypes types, List<Object> messages) {
        versions = messages.stream()
                .map(types::of)
                .collect(Collectors.groupingBy(
                        EventTypes.Published::name,
                        Collectors.mapping(EventTypes.Published::version, Collectors.toList())));
        versions.forEach((type, told) -> {
            long different = told.stream().distinct().count();
            if (different > 1 && different < told.size()) {
                throw new IllegalArgumentException(
                        "%s is appended in versions %s at once: append one fact at a time".formatted(type, told));
            }
        });
    }

    /** Null for a fact that is told only once. */
    Envelope.@Nullable Told told(EventTypes.Published type, UUID eventId) {
        var all = versions.getOrDefault(type.name(), List.of()).stream()
                .distinct()
                .sorted()
                .toList();
        return all.size() < 2 ? null : new Envelope.Told(first.computeIfAbsent(type.name(), any -> eventId), all);
    }
}
