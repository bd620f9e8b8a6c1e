package swapr.messaging;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

/** How consumers read, for tests that ask what they need. */
public final class Readings {

    private static final EventCodec WIRE = new EventCodec();

    /**
     * One method that reads a version of a type.
     *
     * @param consumer its consumer (group); empty for the service's own
     * @param payload the record of the fields that it reads
     */
    public record Reader(String consumer, String topic, String type, int version, Class<?> payload) {

        /**
         * Reads a record's value as the consumer would.
         *
         * @throws RuntimeException saying what is missing, or of the wrong type
         */
        public void read(String value) {
            WIRE.payload(WIRE.read(value), payload);
        }
    }

    private Readings() {}

    /** The readers among the methods of a class. */
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
