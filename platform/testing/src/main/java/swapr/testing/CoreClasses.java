package swapr.testing;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The <em>core</em> must not depend on infrastructure. Its classes are found by convention: JPA entities and
 * embeddables, interfaces named {@code <Context>Events} with their nested and implementing types, and classes with a
 * method named {@code decide} or {@code evolve}.
 */
final class CoreClasses {

    private static final Set<String> CLOCKS = Set.of("now", "currentTimeMillis", "nanoTime");

    static final DescribedPredicate<JavaClass> IN_THE_CORE =
            DescribedPredicate.describe("belong to the core", CoreClasses::isCore);

    static final DescribedPredicate<JavaAccess<?>> READS_THE_CLOCK = DescribedPredicate.describe(
            "the clock is read",
            access -> CLOCKS.contains(access.getName())
                    && (access.getTargetOwner().getPackageName().startsWith("java.time")
                            || access.getTargetOwner().isEquivalentTo(System.class)));

    private CoreClasses() {}

    private static boolean isCore(JavaClass type) {
        return type.isAnnotatedWith("jakarta.persistence.Entity")
                || type.isAnnotatedWith("jakarta.persistence.Embeddable")
                || type.getAllRawInterfaces().stream().anyMatch(CoreClasses::isEvents)
                || Stream.iterate(
                                Optional.of(type),
                                Optional::isPresent,
                                outer -> outer.flatMap(JavaClass::getEnclosingClass))
                        .flatMap(Optional::stream)
                        .anyMatch(outer -> isEvents(outer) || decides(outer));
    }

    private static boolean decides(JavaClass type) {
        return type.getMethods().stream()
                .anyMatch(method -> Set.of("decide", "evolve").contains(method.getName()));
    }

    private static boolean isEvents(JavaClass type) {
        return type.isInterface() && type.getSimpleName().endsWith("Events");
    }
}
