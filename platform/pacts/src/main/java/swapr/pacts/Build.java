package swapr.pacts;

import java.nio.file.Path;
import java.util.Objects;

/**
 * The service in whose build the tests run.
 *
 * @param service its name, like {@code listing-service}
 * @param pacts where everybody's pacts are, as they stand in git
 * @param target its build directory
 */
record Build(String service, Path pacts, Path target) {

    /** As the build says in system properties. */
    static Build here() {
        return new Build(
                property("swapr.pacts.service"),
                Path.of(property("swapr.pacts.directory")).normalize(),
                Path.of(property("swapr.pacts.target")));
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name + " is not set: run ./mvnw verify");
    }

    /** Where its tests left what it published. */
    Path published() {
        return target.resolve("published");
    }
}
