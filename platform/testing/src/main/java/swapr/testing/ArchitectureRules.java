package swapr.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The architecture rules of all services. A service checks them with
 *
 * <pre>{@code
 * class ArchitectureTest {
 *     @TestFactory
 *     Stream<DynamicTest> theHouseRulesHold() {
 *         return ArchitectureRules.of(ListingServiceApplication.class);
 *     }
 * }
 * }</pre>
 *
 * The <em>core</em> must not depend on infrastructure. Its classes are found by convention: JPA entities and
 * embeddables, interfaces named {@code <Context>Events} with their nested and implementing types, and classes with a
 * method named {@code decide} or {@code evolve}.
 */
public final class ArchitectureRules {

    private static final String NO_SLEEP =
            "no class calls Thread.sleep, tests included: wait for a condition, with a deadline";
    private static final String WHEN = "swapr.messaging.When";
    private static final Set<String> CLOCKS = Set.of("now", "currentTimeMillis", "nanoTime");

    private ArchitectureRules() {}

    /** Returns one test for each rule. The package of the application class is the service to check. */
    public static Stream<DynamicTest> of(Class<?> application) {
        String service = application.getPackageName();
        JavaClasses main = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(service);
        JavaClasses withTests = new ClassFileImporter().importPackages(service);
        return all(service).stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getDescription(),
                        () -> rule.check(rule.getDescription().equals(NO_SLEEP) ? withTests : main)));
    }

    static List<ArchRule> all(String service) {
        return List.of(
                oneFlatPackage(service),
                onlyTheApplicationIsPublic(),
                theCoreIsPure(),
                noServiceKnowsAnother(service),
                nobodySleeps(),
                aReactionIsAClassNamedForTheFact());
    }

    static ArchRule oneFlatPackage(String service) {
        return classes().should().resideInAPackage(service).as("a service is one flat package");
    }

    static ArchRule onlyTheApplicationIsPublic() {
        return classes()
                .that()
                .areTopLevelClasses()
                .and()
                .areNotAnnotatedWith("org.springframework.boot.autoconfigure.SpringBootApplication")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .notBePublic()
                .allowEmptyShould(true)
                .as("only the application class is public");
    }

    static ArchRule theCoreIsPure() {
        return noClasses()
                .that(IN_THE_CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework..",
                        "tools.jackson..",
                        "com.fasterxml.jackson..",
                        "java.sql..",
                        "org.apache.kafka..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.time.Clock.class)
                .orShould()
                .accessTargetWhere(READS_THE_CLOCK)
                .allowEmptyShould(true)
                .as("aggregates, deciders and events do not depend on Spring, JSON, Kafka, a database or a clock");
    }

    static ArchRule noServiceKnowsAnother(String service) {
        DescribedPredicate<JavaClass> foreign = DescribedPredicate.describe(
                "classes of another service",
                type -> type.getPackageName().startsWith("swapr.")
                        && !within(type, service)
                        && !within(type, "swapr.messaging")
                        && !within(type, "swapr.web")
                        && !within(type, "swapr.http"));
        return noClasses()
                .should()
                .dependOnClassesThat(foreign)
                .as("a service depends on messaging, web and http, and on no other service");
    }

    static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .as(NO_SLEEP);
    }

    static ArchRule aReactionIsAClassNamedForTheFact() {
        return classes()
                .should(HAVE_ONE_SUBSCRIPTION_OR_NONE)
                .as("a class When… has @When methods of one topic and consumer, and no other class has any");
    }

    private static final DescribedPredicate<JavaClass> IN_THE_CORE =
            DescribedPredicate.describe("belong to the core", ArchitectureRules::isCore);

    private static boolean isCore(JavaClass type) {
        return type.isAnnotatedWith("jakarta.persistence.Entity")
                || type.isAnnotatedWith("jakarta.persistence.Embeddable")
                || type.getAllRawInterfaces().stream().anyMatch(ArchitectureRules::isEvents)
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

    private static final DescribedPredicate<JavaAccess<?>> READS_THE_CLOCK = DescribedPredicate.describe(
            "the clock is read",
            access -> CLOCKS.contains(access.getName())
                    && (access.getTargetOwner().getPackageName().startsWith("java.time")
                            || access.getTargetOwner().isEquivalentTo(System.class)));

    private static final ArchCondition<JavaClass> HAVE_ONE_SUBSCRIPTION_OR_NONE =
            new ArchCondition<>("have @When methods of one topic and consumer, or none") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    long subscriptions = type.getMethods().stream()
                            .filter(method -> method.isAnnotatedWith(WHEN))
                            .map(method -> method.getAnnotationOfType(WHEN))
                            .map(when -> List.of(when.get("topic"), when.get("consumer")))
                            .distinct()
                            .count();
                    boolean named =
                            type.isTopLevelClass() && type.getSimpleName().matches("When[A-Z].*");
                    if (subscriptions != (named ? 1 : 0)) {
                        events.add(SimpleConditionEvent.violated(
                                type,
                                type.getName() + " has @When methods of " + subscriptions
                                        + " pairs of topic and consumer"));
                    }
                }
            };

    private static boolean within(JavaClass type, String parent) {
        return type.getPackageName().equals(parent) || type.getPackageName().startsWith(parent + ".");
    }
}
