package swapr.workshop;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;

/**
 * The fields that a consumer requires of one message, from the record of its reaction. A field that is read as {@link
 * Optional} is not required. The build of the product derives the pacts in the same way.
 *
 * @param module the consumer's module
 * @param consumer the name under which it reads; some modules have several
 * @param paths such as {@code payload.price.amount}
 */
record ReadFields(String module, String consumer, String type, int version, List<String> paths) {

    /**
     * The reads of a service, from its classes.
     *
     * @param jar the jar that the service runs from; its manifest names the libraries
     */
    static List<ReadFields> of(String service, Path jar) {
        try (var file = new JarFile(jar.toFile());
                var loader =
                        new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            var readers = loader.loadClass("swapr.messaging.Readings").getMethod("of", Class.class);
            var found = new ArrayList<ReadFields>();
            for (var name : file.stream().map(JarEntry::getName).toList()) {
                if (name.startsWith("swapr/") && name.endsWith(".class")) {
                    var type = name.replace(".class", "").replace('/', '.');
                    for (var reader : (List<?>) readers.invoke(null, Class.forName(type, false, loader))) {
                        found.add(of(service, reader));
                    }
                }
            }
            return found;
        } catch (IOException | ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read the classes of " + jar, e);
        }
    }

    /** @param reader a {@code Readings.Reader} of the service's own class loader */
    private static ReadFields of(String service, Object reader) throws ReflectiveOperationException {
        var consumer = (String) value(reader, "consumer");
        var module = Lab.module(service);
        return new ReadFields(
                module,
                consumer.isEmpty() ? module : consumer,
                (String) value(reader, "type"),
                (Integer) value(reader, "version"),
                paths((Class<?>) value(reader, "payload"), "payload").toList());
    }

    private static Object value(Object reader, String component) throws ReflectiveOperationException {
        return reader.getClass().getMethod(component).invoke(reader);
    }

    private static Stream<String> paths(Class<?> type, String path) {
        return Stream.of(type.getRecordComponents())
                .filter(field -> field.getType() != Optional.class)
                .flatMap(field -> {
                    var name =
                            path + "." + PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, field.getName());
                    return field.getType().isRecord() ? paths(field.getType(), name) : Stream.of(name);
                });
    }

    /** The required fields that a message does not have; none if it has another type or version. */
    List<String> missingIn(JsonNode message) {
        boolean isRead = type.equals(message.path("event_type").asString())
                && version == message.path("schema_version").asInt();
        return isRead ? paths.stream().filter(path -> isMissing(message, path)).toList() : List.of();
    }

    private static boolean isMissing(JsonNode message, String path) {
        var node = message;
        for (var name : path.split("\\.", -1)) {
            node = node.path(name);
        }
        return node.isMissingNode() || node.isNull();
    }
}
