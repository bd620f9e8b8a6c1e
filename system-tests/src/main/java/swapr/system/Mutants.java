package swapr.system;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import swapr.system.Scenarios.Attack;

/** The mistakes that {@link Mutations} makes: where each is planted, what provokes it, and who has to notice. */
final class Mutants {

    /** A change for the JVMs of one process. */
    record Change(String process, String how) {

        /** A method does what {@link Mutations} says. */
        static Change plant(String process, String mutant, String type, String method) {
            return new Change(process, "plant %s %s#%s".formatted(mutant, type, method));
        }
    }

    /** @param caughtBy numbers of invariants; one of them has to break. Without any, nothing may */
    record Bug(String name, String story, List<Change> changes, Attack attack, List<String> caughtBy) {

        /** Whether the oracle has said what it had to. */
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
        return new Bug(
                "none, as control",
                "nothing is planted, everything is tried",
                List.of(),
                Triggers::everything,
                List.of());
    }
}
