package swapr.pacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The classes of a service that may have readers: its own classes, and the reactions in starters. */
final class ServiceClasses {

    private ServiceClasses() {}

    /** @param classes the directory with the service's own classes */
    static Stream<Class<?>> in(Path classes) {
        return Stream.concat(own(classes), starters()).distinct().map(ServiceClasses::load);
    }

    /** Returns the names of the service's own classes. */
    private static Stream<String> own(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            return files
                    .filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes.relativize(file).toString().replace('/', '.'))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the names of the reactions in starters. {@code swapr.web} has reactions for all services. */
    private static Stream<String> starters() {
        try {
            var found = new PathMatchingResourcePatternResolver().getResources("classpath*:swapr/*/When*.class");
            return Stream.of(found)
                    .map(ServiceClasses::className)
                    .filter(name -> !name.startsWith("swapr.messaging.")) // the annotation
                    .sorted();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Resource file) {
        try {
            String path = file.getURL().getPath();
            return path.substring(path.lastIndexOf("swapr/"), path.length() - ".class".length())
                    .replace('/', '.');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
