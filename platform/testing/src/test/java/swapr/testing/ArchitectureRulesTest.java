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

/** Each rule finds a violation that was written for it, because a rule that cannot fail protects nothing. */
class ArchitectureRulesTest {

    private static final String PLANTED = "swapr.testing.planted.";

    @Test
    void aSubpackageIsAViolation() {
        assertViolation(ArchitectureRules.oneFlatPackage(PLANTED + "flat"), "flat", "Deeper");
    }

    @Test
    void aPublicClassIsAViolation() {
        assertViolation(ArchitectureRules.onlyTheApplicationIsPublic(), "publicity", "Everybodys");
    }

    @Test
    void aCoreThatUsesSpringJsonOrTheClockIsAViolation() {
        ArchRule rule = ArchitectureRules.theCoreIsPure();
        assertViolation(rule, "core", "ReadsTheClock");
        assertViolation(rule, "core", "Sold");
        assertViolation(rule, "core", "UsesSpring");
    }

    @Test
    void aServiceThatDependsOnAnotherIsAViolation() {
        assertViolation(ArchitectureRules.noServiceKnowsAnother(PLANTED + "foreign"), "foreign", "Nosy");
    }

    @Test
    void aSleepIsAViolation() {
        assertViolation(ArchitectureRules.nobodySleeps(), "sleep", "Sleeper");
    }

    @Test
    void aReactionWithoutOneTopicOrWithoutItsNameIsAViolation() {
        ArchRule rule = ArchitectureRules.aReactionIsAClassNamedForTheFact();
        assertViolation(rule, "reaction", "WhenSomethingHappened");
        assertViolation(rule, "reaction", "WhenNothingHappens");
        assertViolation(rule, "reaction", "Secretly");
    }

    @Test
    void aServiceThatFollowsTheRulesPasses() {
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
    void aServiceWithoutClassesFails() {
        assertThatThrownBy(() ->
                        ArchitectureRules.oneFlatPackage(PLANTED + "nowhere").check(classesOf("nowhere")))
                .isInstanceOf(AssertionError.class);
    }

    private static void assertViolation(ArchRule rule, String planted, String by) {
        EvaluationResult result = rule.evaluate(classesOf(planted));
        assertThat(result.getFailureReport().getDetails())
                .as(rule.getDescription())
                .anyMatch(detail -> detail.contains(by));
    }

    private static JavaClasses classesOf(String planted) {
        return new ClassFileImporter().importPackages(PLANTED + planted);
    }
}
