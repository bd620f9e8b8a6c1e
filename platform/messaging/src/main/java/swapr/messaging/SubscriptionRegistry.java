package swapr.messaging;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
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

    /** All subscriptions by group. */
    Map<String, Subscription> all() {
        Map<String, Subscription> all = new TreeMap<>(containers);
        all.putAll(queues);
        return all;
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
