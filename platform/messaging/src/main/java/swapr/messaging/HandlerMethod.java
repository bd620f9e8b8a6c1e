package swapr.messaging;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A method annotated with {@link When} or {@link WorkQueue}. Each run is a span of the event's trace. The event's id is
 * the causation id of all messages that it appends.
 */
final class HandlerMethod {

    private final Object bean;
    private final Method method;
    private final String service;
    private final EventCodec codec;
    private final Traces traces;
    private final Class<?> payload;
    private final boolean takesEnvelope;

    /**
     * @throws IllegalStateException if the method does not take one parameter: a payload, or an envelope of one. Also
     *     if it returns a value, unless it is the handler of a command and returns a {@link Runnable}
     */
    HandlerMethod(Object bean, Method method, String service, EventCodec codec, Traces traces) {
        this.bean = bean;
        this.method = method;
        this.service = service;
        this.codec = codec;
        this.traces = traces;
        this.takesEnvelope = method.getParameterCount() == 1 && method.getParameterTypes()[0] == Envelope.class;
        this.payload = payload(method);
        if (method.getReturnType() != void.class
                && !(method.getReturnType() == Runnable.class && method.isAnnotationPresent(WorkQueue.class))) {
            throw new IllegalStateException(
                    method + " must return nothing, or a Runnable if it is the handler of a command");
        }
        method.setAccessible(true);
    }

    /**
     * The record that a method reads an event into.
     *
     * @throws IllegalStateException if the method does not take one parameter: a payload, or an envelope of one
     */
    static Class<?> payload(Method method) {
        if (method.getParameterCount() != 1) {
            throw new IllegalStateException(method + " must take one parameter: the payload, or an Envelope of it");
        }
        Type parameter = method.getGenericParameterTypes()[0];
        if (parameter == Envelope.class) {
            throw new IllegalStateException(method + " must declare the payload type of its Envelope");
        }
        Type payload = parameter instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : parameter;
        if (!(payload instanceof Class<?> type)) {
            throw new IllegalStateException(method + " must read a plain record, not " + payload);
        }
        return type;
    }

    /**
     * Runs the method. Returns what the handler of a command wants to store; null if it returns nothing. It has to run
     * in the transaction that notes the command.
     */
    @Nullable
    Runnable handle(EventCodec.Event event) {
        Runnable completion = (Runnable) inContext("handle ", event, () -> invoke(event.envelope()));
        if (completion == null) {
            return null;
        }
        return () -> {
            var _ = inContext("store the result of ", event, () -> {
                completion.run();
                return null;
            });
        };
    }

    private @Nullable Object inContext(String name, EventCodec.Event event, Supplier<@Nullable Object> action) {
        var envelope = event.envelope();
        PendingEvents.nextCall();
        return new EventContext(envelope.correlationId(), envelope.eventId().toString(), "service:" + service)
                .call(() -> traces.run(name + envelope.eventType(), event.record(), action));
    }

    private @Nullable Object invoke(Envelope<JsonNode> envelope) {
        Object read = codec.payload(envelope, payload);
        try {
            return method.invoke(bean, takesEnvelope ? envelope.withPayload(read) : read);
        } catch (InvocationTargetException e) {
            switch (e.getTargetException()) {
                case RuntimeException failure -> throw failure;
                // An Error, too, because one record must not end the thread that reads all other records.
                case Throwable failure -> throw new UndeclaredThrowableException(failure);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return bean.getClass().getSimpleName();
    }
}
