package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swapr.system.Scenarios.Scenario;

/** Checks the definitions of the scenarios without running them. */
class ScenariosTest {

    @Test
    void eachScenarioHasAUniqueName() {
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    /** The symptoms of a random fault are not predictable. Two hundred orders and a rebuild are no faults. */
    @Test
    void eachPredictableFaultNamesItsSymptoms() {
        assertThat(Scenarios.all())
                .filteredOn(scenario -> scenario.symptoms().isEmpty())
                .extracting(Scenario::name)
                .containsExactlyInAnyOrder("kill-any", "stop-any", "rush", "rebuild");
    }
}
