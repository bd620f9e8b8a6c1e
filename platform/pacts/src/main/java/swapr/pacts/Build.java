package swapr.pacts;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import swapr.messaging.Readings;
import swapr.messaging.Readings.Reader;

/**
 * The service build that runs these tests.
 *
 * @param service the name of the service, for example {@code listing-service}
 * @param pacts the directory in git with the pacts of all services
 * @param target the build directory of the service
 */
record Build(String service, Path pacts, Path target) {

    /** Reads the system properties that the build has set. */
    static Build here() {
        return new Build(
                property("swapr.pacts.service"),
                Path.of(property("swapr.pacts.directory")).normalize(),
                Path.of(property("swapr.pacts.target")));
    }

    private static String property(String name) {
        return Objects.requireNonNull(
                System.getProperty(name), "System property " + name + " is not set: run ./mvnw verify");
    }

    /** Returns the directory with the messages that the service's tests published. */
    Path published() {
        return target.resolve("published");
    }

    /** Returns the readers of the service. */
    Stream<Reader> readers() {
        return ServiceClasses.in(target.resolve("classes"))
                .flatMap(type -> Readings.of(type).stream())
                .toList()
                .stream();
    }
}
