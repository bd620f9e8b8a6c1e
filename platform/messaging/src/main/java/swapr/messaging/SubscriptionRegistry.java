package swapr.messaging;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** The subscriptions of this service. They are found at start-up from the annotated methods of its beans. */
final class SubscriptionRegistry implements SmartInitializingSingleton {

    /** The types that one consumer group or one work queue reads, with their handlers. */
    static final class Subscription {
        /** The topic of each type. */
        private final Map<String, String> topics = new TreeMap<>();

        private final Map<String, Map<Integer, HandlerMethod>> handlers = new HashMap<>();

        Set<String> topics() {
            return new TreeSet<>(topics.values());
        }

        List<ChoreographyEndpoint.Reads> reads(String consumer, boolean queue) {
            return topics.entrySet().stream()
                    .map(type -> new ChoreographyEndpoint.Reads(
                            consumer,
                            type.getValue(),
                            type.getKey(),
                            handlers.getOrDefault(type.getKey(), Map.of()).keySet().stream()
                                    .sorted()
                                    .toList(),
                            queue))
                    .toList();
        }

        /**
         * True if this consumer handles this version. False if it does not read the type, or if the fact is also
         * published in a newer version that it reads. A version that it does not read is accepted, so that it is parked
         * and not dropped if no other version was applied.
         */
        boolean wants(Envelope<?> envelope) {
            Map<Integer, HandlerMethod> versions = handlers.get(envelope.eventType());
            if (versions == null) {
                return false;
            }
            return envelope.parallelVersions() == null
                    || envelope.parallelVersions().versions().stream()
                            .noneMatch(version -> version > envelope.schemaVersion() && versions.containsKey(version));
        }

        @Nullable
        HandlerMethod find(String type, int version) {
            Map<Integer, HandlerMethod> versions = handlers.get(type);
            return versions == null ? null : versions.get(version);
        }

        /**
         * Runs the handler of an event that {@link #wants} has accepted.
         *
         * @see HandlerMethod#handle
         */
        @Nullable
        Runnable handle(EventCodec.Event event) {
            return handler(event.envelope()).handle(event);
        }

        private HandlerMethod handler(Envelope<?> envelope) {
            HandlerMethod handler = find(envelope.eventType(), envelope.schemaVersion());
            if (handler == null) {
                throw new EventCodec.Unreadable(
                        "%s v%d: this service reads only version %s"
                                .formatted(
                                        envelope.eventType(),
                                        envelope.schemaVersion(),
                                        handlers.getOrDefault(envelope.eventType(), Map.of()).keySet().stream()
                                                .sorted()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining(", "))),
                        null);
            }
            return handler;
        }

        private void add(String topic, String type, int version, HandlerMethod handler) {
            String before = topics.put(type, topic);
            if (before != null && !before.equals(topic)) {
                throw new IllegalStateException(
                        "One consumer reads %s from two topics, %s and %s".formatted(type, before, topic));
            }
            HandlerMethod other =
                    handlers.computeIfAbsent(type, key -> new HashMap<>()).put(version, handler);
            if (other != null) {
                throw new IllegalStateException("Two methods react to %s v%d for the same consumer: %s and %s"
                        .formatted(type, version, other, handler));
            }
        }
    }

    private final ConfigurableListableBeanFactory beans;
    private final String service;
    private final EventCodec codec;
    private final Traces traces;
    private final Map<String, Subscription> containers = new TreeMap<>();
    private final Map<String, Subscription> queues = new TreeMap<>();

    SubscriptionRegistry(
            ConfigurableListableBeanFactory beans,
            @Value("${spring.application.name}") String service,
            EventCodec codec,
            Traces traces) {
        this.beans = beans;
        this.service = service;
        this.codec = codec;
        this.traces = traces;
    }

    /** Subscriptions by consumer group. */
    Map<String, Subscription> containers() {
        return containers;
    }

    /** Subscriptions by share group, named {@code <service>.<topic>}. */
    Map<String, Subscription> queues() {
        return queues;
    }

    @Nullable
    Subscription of(String consumer) {
        Subscription subscription = containers.get(consumer);
        return subscription != null ? subscription : queues.get(consumer);
    }

    boolean isQueue(String consumer) {
        return queues.containsKey(consumer);
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanNamesForType(Object.class, false, false)) {
            Class<?> type = beans.getType(name, false);
            if (type != null && !ClassUtils.getUserClass(type).getName().startsWith("org.springframework.")) {
                scan(name, ClassUtils.getUserClass(type));
            }
        }
    }

    private void scan(String beanName, Class<?> type) {
        annotated(type, When.class).forEach((method, when) -> {
            String named = String.valueOf(beans.resolveEmbeddedValue(when.consumer()));
            String consumer = named.isEmpty() ? service : named;
            containers
                    .computeIfAbsent(consumer, key -> new Subscription())
                    .add(when.topic(), when.value(), when.version(), handler(beanName, method));
        });
        annotated(type, WorkQueue.class)
                .forEach((method, work) -> queues.computeIfAbsent(
                                service + "." + work.topic(), key -> new Subscription())
                        .add(work.topic(), work.value(), work.version(), handler(beanName, method)));
    }

    private static <A extends Annotation> Map<Method, A> annotated(Class<?> type, Class<A> annotation) {
        return MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<A>)
                method -> AnnotationUtils.findAnnotation(method, annotation));
    }

    private HandlerMethod handler(String beanName, Method method) {
        Object bean = beans.getBean(beanName);
        if (AopUtils.isAopProxy(bean)) {
            // A proxy does not forward package-private calls: the method would run on an object without its fields.
            throw new IllegalStateException(method
                    + " is on a proxied bean: remove the cause, such as @Transactional."
                    + " A reaction already has a transaction");
        }
        return new HandlerMethod(bean, method, service, codec, traces);
    }
}
