package swapr.messaging;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Groups the messages of one append: the same type in different versions is one fact. A publisher appends both versions
 * while readers move from the old version to the new one.
 */
final class ParallelVersions {

    private final Map<String, List<Integer>> versions;
    private final Map<String, UUID> first = new HashMap<>();

    /** @throws IllegalArgumentException if the versions cannot be paired up */
    ParallelVersions(EventTypes types, List<Object> messages) {
        versions = messages.stream()
                .map(types::of)
                .collect(Collectors.groupingBy(
                        EventTypes.Published::name,
                        Collectors.mapping(EventTypes.Published::version, Collectors.toList())));
        versions.forEach((type, appended) -> {
            long different = appended.stream().distinct().count();
            if (different > 1 && different < appended.size()) {
                throw new IllegalArgumentException(
                        "%s in versions %s cannot be paired up: append one fact at a time".formatted(type, appended));
            }
        });
    }

    /** Null for a fact in only one version. */
    Envelope.@Nullable Versions versionsOf(EventTypes.Published type, UUID eventId) {
        var all = versions.getOrDefault(type.name(), List.of()).stream()
                .distinct()
                .sorted()
                .toList();
        return all.size() < 2 ? null : new Envelope.Versions(first.computeIfAbsent(type.name(), any -> eventId), all);
    }
}
