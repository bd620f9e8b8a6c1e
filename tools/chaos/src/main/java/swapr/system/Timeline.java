package swapr.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The faults of a scenario and their effects, with their times. */
final class Timeline {

    /**
     * A fault, or an effect of a fault.
     *
     * @param faults the number of faults; 0 for an effect
     */
    record Mark(Instant at, String what, int faults) {
        boolean fault() {
            return faults > 0;
        }
    }

    private final List<Mark> marks = Collections.synchronizedList(new ArrayList<>());

    /** Records that a fault begins now. */
    void mark(String what) {
        mark(what, 1);
    }

    /** Records that several faults begin now. */
    void mark(String what, int faults) {
        marks.add(new Mark(Instant.now(), what, faults));
    }

    /** Records an effect or another step, which is no fault. */
    void note(String what) {
        marks.add(new Mark(Instant.now(), what, 0));
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }
}
