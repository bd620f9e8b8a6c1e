package swapr.system;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What was done to the marketplace, with its time. */
final class Timeline {

    /**
     * What was done, or what followed from it, at a moment.
     *
     * @param faults how many faults that was; 0 for what followed
     */
    record Mark(Instant at, String what, int faults) {
        boolean fault() {
            return faults > 0;
        }
    }

    private final List<Mark> marks = Collections.synchronizedList(new ArrayList<>());

    /** A fault begins now. */
    void mark(String what) {
        mark(what, 1);
    }

    /** Several, done at once. */
    void mark(String what, int faults) {
        marks.add(new Mark(Instant.now(), what, faults));
    }

    /** What is no fault. */
    void note(String what) {
        marks.add(new Mark(Instant.now(), what, 0));
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }
}
