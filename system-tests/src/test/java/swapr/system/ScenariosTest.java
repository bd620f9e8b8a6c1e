package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import swapr.system.Scenarios.Scenario;

/** What is known of the scenarios before any of them is run. */
class ScenariosTest {

    @Test
    void eachHasANameOfItsOwn() {
        assertThat(Scenarios.all()).extracting(Scenario::name).doesNotHaveDuplicates();
    }

    /** Nobody can say beforehand where a fault by lot will show; two hundred buyers, and a rebuild, are no faults. */
    @Test
    void ofEachFaultItIsKnownWhereAnOperatorWouldSeeIt() {
        assertThat(Scenarios.all())
                .filteredOn(scenario -> scenario.symptoms().isEmpty())
                .extracting(Scenario::name)
                .containsExactlyInAnyOrder("kill-any", "stop-any", "rush", "rebuild");
    }
}
