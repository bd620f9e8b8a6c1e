package swapr.system;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import swapr.system.Scenarios.Attack;

/** All mutants: the place of each {@link Mutations mutation}, its trigger, and the invariants that must notice it. */
final class Mutants {

    /** A change for the JVMs of one process. */
    record Change(String process, String how) {

        /** Makes a method run a mutation of {@link Mutations}. */
        static Change plant(String process, String mutant, String type, String method) {
            return new Change(process, "plant %s %s#%s".formatted(mutant, type, method));
        }
    }

    /**
     * One mutant.
     *
     * @param caughtBy the ids of invariants, of which at least one must break; if empty, no invariant may break
     */
    record Bug(String name, String story, List<Change> changes, Attack attack, List<String> caughtBy) {

        /** Returns true if the oracle's result is correct for this mutant. */
        boolean judgedRightly(List<String> broken) {
            return caughtBy.isEmpty() ? broken.isEmpty() : !Collections.disjoint(broken, caughtBy);
        }
    }

    private Mutants() {}

    static List<Bug> all() {
        return Stream.of(List.of(control()), SendingMutants.all(), ReceivingMutants.all(), DomainMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    private static Bug control() {
        return new Bug("none, as control", "no bug, with all triggers", List.of(), Triggers::everything, List.of());
    }
}
