package swapr.messaging;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/** The methods of consumers that read events and commands, for tests of the fields that they need. */
public final class Readings {

    private static final EventCodec CODEC = new EventCodec();

    /**
     * One method that reads one version of a type.
     *
     * @param consumer its consumer group; empty for the group of the service
     * @param payload the record with the fields that it reads
     */
    public record Reader(String consumer, String topic, String type, int version, Class<?> payload) {

        /**
         * Reads a record's value as the consumer does.
         *
         * @throws RuntimeException if a field is missing or has the wrong type; the message names it
         */
        public void read(String value) {
            CODEC.payload(CODEC.read(value), payload);
        }
    }

    private Readings() {}

    /** The methods of a class that read events or commands. */
    public static List<Reader> of(Class<?> bean) {
        return Stream.of(bean.getDeclaredMethods()).flatMap(Readings::of).toList();
    }

    private static Stream<Reader> of(Method method) {
        var when = method.getAnnotation(When.class);
        if (when != null) {
            return Stream.of(new Reader(
                    when.consumer(), when.topic(), when.value(), when.version(), HandlerMethod.payload(method)));
        }
        var queue = method.getAnnotation(WorkQueue.class);
        return queue == null
                ? Stream.empty()
                : Stream.of(
                        new Reader("", queue.topic(), queue.value(), queue.version(), HandlerMethod.payload(method)));
    }
}
