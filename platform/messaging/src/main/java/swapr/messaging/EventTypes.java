package swapr.messaging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The records that this service publishes, with their wire names. They are found once, at start-up. */
final class EventTypes {

    /** A record with its wire name, version and topic. */
    record Published(Class<?> type, String name, int version, String topic) {}

    private final Map<Class<?>, Published> byClass = new HashMap<>();
    private final Map<String, Published> byName = new HashMap<>();
    private final Set<String> retired;

    /**
     * Searches the packages for annotated records.
     *
     * @param retired the versions that are no longer published, such as {@code PriceReduced.v1}
     * @throws IllegalStateException if two records have the same name and version, or all versions of a name are
     *     retired
     */
    EventTypes(Collection<String> basePackages, String defaultTopic, Set<String> retired) {
        this.retired = Set.copyOf(retired);
        var scanner = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
                return true;
            }
        };
        scanner.addIncludeFilter(new AnnotationTypeFilter(EventType.class));
        for (String basePackage : basePackages) {
            for (var candidate : scanner.findCandidateComponents(basePackage)) {
                register(
                        ClassUtils.resolveClassName(Objects.requireNonNull(candidate.getBeanClassName()), null),
                        defaultTopic);
            }
        }
        for (Published type : all()) {
            if (published().stream().noneMatch(other -> other.name().equals(type.name()))) {
                throw new IllegalStateException(
                        "swapr.messaging.retired leaves no version of %s to publish".formatted(type.name()));
            }
        }
    }

    private void register(Class<?> type, String defaultTopic) {
        EventType annotation = type.getAnnotation(EventType.class);
        String topic = annotation.topic().isEmpty() ? defaultTopic : annotation.topic();
        Published published = new Published(type, annotation.value(), annotation.version(), topic);
        byClass.put(type, published);
        Published other = byName.put(key(published.name(), published.version()), published);
        if (other != null) {
            throw new IllegalStateException("Two records publish %s v%d: %s and %s"
                    .formatted(
                            published.name(), published.version(), other.type().getName(), type.getName()));
        }
    }

    /**
     * A message in all versions that are published, in ascending order: its {@link OlderVersions}, then itself, without
     * the retired versions.
     *
     * @throws IllegalArgumentException if a record has no wire name, another name, or a version that is not older, or
     *     if all versions are retired
     */
    List<Object> versionsOf(Object message) {
        Published newest = of(message);
        List<Object> versions = new ArrayList<>();
        if (message instanceof OlderVersions older) {
            for (Object version : older.olderVersions()) {
                Published type = of(version);
                if (!type.name().equals(newest.name()) || type.version() >= newest.version()) {
                    throw new IllegalArgumentException("%s v%d is not an older version of %s v%d"
                            .formatted(type.name(), type.version(), newest.name(), newest.version()));
                }
                versions.add(version);
            }
        }
        versions.add(message);
        versions.removeIf(version -> isRetired(of(version)));
        if (versions.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s v%d is retired and has no other version: remove it from swapr.messaging.retired"
                            .formatted(newest.name(), newest.version()));
        }
        return versions;
    }

    /** @throws IllegalArgumentException if the record has no wire name */
    Published of(Object message) {
        return of(message.getClass());
    }

    private Published of(Class<?> type) {
        Published published = byClass.get(type);
        if (published == null) {
            throw new IllegalArgumentException(type.getName()
                    + " is not published by this service: annotate it with @EventType, and put it below the"
                    + " application's package");
        }
        return published;
    }

    private boolean isRetired(Published type) {
        return retired.contains(key(type.name(), type.version()));
    }

    @Nullable
    Published named(String name, int version) {
        return byName.get(key(name, version));
    }

    /** The records that are published now. */
    List<Published> published() {
        return all().stream().filter(type -> !isRetired(type)).toList();
    }

    /** All annotated records, including the retired ones. */
    Collection<Published> all() {
        return byClass.values();
    }

    Set<String> topics() {
        Set<String> topics = new HashSet<>();
        byClass.values().forEach(published -> topics.add(published.topic()));
        return topics;
    }

    private static String key(String name, int version) {
        return name + ".v" + version;
    }
}
