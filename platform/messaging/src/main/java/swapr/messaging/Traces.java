package swapr.messaging;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Carries one trace across the outbox and Kafka. An append stores the trace context with the event, because the relay
 * sends the event later, from another thread or another instance, without the original span.
 */
final class Traces {

    static final String TRACEPARENT = "traceparent";

    private final Tracer tracer;
    private final Propagator propagator;

    Traces(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        this.tracer = tracer.getIfAvailable(() -> Tracer.NOOP);
        this.propagator = propagator.getIfAvailable(() -> Propagator.NOOP);
    }

    /** The running trace in W3C form; null if there is none. */
    @Nullable
    String current() {
        Span span = tracer.currentSpan();
        if (span == null) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        propagator.inject(span.context(), fields, (carrier, name, value) -> fields.put(name, value));
        return fields.get(TRACEPARENT);
    }

    /** Runs the action as a span of the record's trace. */
    <T extends @Nullable Object> T run(String name, ConsumerRecord<byte[], byte[]> record, Supplier<T> action) {
        Header traceparent = record.headers().lastHeader(TRACEPARENT);
        Map<String, String> carrier = traceparent == null || traceparent.value() == null
                ? Map.of()
                : Map.of(TRACEPARENT, new String(traceparent.value(), StandardCharsets.UTF_8));
        Span span = propagator
                .extract(carrier, Map::get)
                .name(name)
                .kind(Span.Kind.CONSUMER)
                .start();
        try (var _ = tracer.withSpan(span)) {
            return action.get();
        } catch (RuntimeException e) {
            span.error(e);
            throw e;
        } finally {
            span.end();
        }
    }
}
