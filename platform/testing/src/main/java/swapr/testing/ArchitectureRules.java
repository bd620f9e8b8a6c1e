package swapr.testing;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
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
 */
public final class ArchitectureRules {

    private static final String NO_SLEEP =
            "no class calls Thread.sleep, tests included: wait for a condition, with a deadline";
    private static final String WHEN = "swapr.messaging.When";

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
                .that(CoreClasses.IN_THE_CORE)
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
                .accessTargetWhere(CoreClasses.READS_THE_CLOCK)
                .allowEmptyShould(true)
                .as("aggregates, deciders and events do not depend on Spring, JSON, Kafka, a database or a clock");
    }

    static ArchRule noServiceKnowsAnother(String service) {
        DescribedPredicate<JavaClass> foreign = resideInAPackage("swapr..")
                .and(DescribedPredicate.not(
                        resideInAnyPackage(service + "..", "swapr.messaging..", "swapr.web..", "swapr.http..")))
                .as("classes of another service");
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
}
