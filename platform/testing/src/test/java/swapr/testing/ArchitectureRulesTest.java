package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import swapr.testing.planted.clean.CleanApplication;

/** A rule that cannot fail protects nothing: each has a violation planted for it. */
class ArchitectureRulesTest {

    private static final String PLANTED = "swapr.testing.planted.";

    @Test
    void aPackageBelowIsFound() {
        violated(ArchitectureRules.oneFlatPackage(PLANTED + "flat"), "flat", "Deeper");
    }

    @Test
    void aPublicClassIsFound() {
        violated(ArchitectureRules.onlyTheApplicationIsPublic(), "publicity", "Everybodys");
    }

    @Test
    void aCoreThatKnowsSpringJsonOrTheTimeIsFound() {
        ArchRule rule = ArchitectureRules.theCoreIsPure();
        violated(rule, "core", "AsksTheTime");
        violated(rule, "core", "Sold");
        violated(rule, "core", "KnowsSpring");
    }

    @Test
    void aServiceThatKnowsAnotherIsFound() {
        violated(ArchitectureRules.noServiceKnowsAnother(PLANTED + "foreign"), "foreign", "Nosy");
    }

    @Test
    void aSleepIsFound() {
        violated(ArchitectureRules.nobodySleeps(), "sleep", "Sleeper");
    }

    @Test
    void aReactionThatIsNoneOrManyOrHiddenIsFound() {
        ArchRule rule = ArchitectureRules.aReactionIsAClassNamedForTheFact();
        violated(rule, "reaction", "WhenSomethingHappened");
        violated(rule, "reaction", "WhenNothingHappens");
        violated(rule, "reaction", "Secretly");
    }

    @Test
    void aServiceThatKeepsTheRulesPassesThemAll() {
        JavaClasses clean = classesOf("clean");
        List<ArchRule> rules = ArchitectureRules.all(PLANTED + "clean");

        assertThat(rules)
                .hasSize(6)
                .allSatisfy(rule -> assertThatCode(() -> rule.check(clean)).doesNotThrowAnyException());
    }

    @Test
    void aServiceHasOneTestForEachRule() {
        assertThat(ArchitectureRules.of(CleanApplication.class).map(DynamicTest::getDisplayName))
                .hasSize(6);
    }

    @Test
    void aServiceWithoutAnyClassesIsAMistakeNotASuccess() {
        assertThatThrownBy(() ->
                        ArchitectureRules.oneFlatPackage(PLANTED + "nowhere").check(classesOf("nowhere")))
                .isInstanceOf(AssertionError.class);
    }

    private static void violated(ArchRule rule, String planted, String by) {
        EvaluationResult result = rule.evaluate(classesOf(planted));
        assertThat(result.getFailureReport().getDetails())
                .as(rule.getDescription())
                .anyMatch(detail -> detail.contains(by));
    }

    private static JavaClasses classesOf(String planted) {
        return new ClassFileImporter().importPackages(PLANTED + planted);
    }
}
