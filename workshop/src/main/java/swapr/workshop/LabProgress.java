package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;

/** Prints the learner's progress: the labs, the results and the hints. */
record LabProgress(Path root, LabState state) {

    /** All labs, and the open one. */
    void list(PrintStream out) {
        out.printf("%-4s %-42s %-8s %s%n", "LAB", "TITLE", "MINUTES", "STATE");
        for (var lab : Lab.all(root)) {
            out.printf("%-4d %-42s %-8d %s%n", lab.number(), lab.title(), lab.minutes(), state.state(lab.number()));
        }
        out.println(state.open()
                .map(open -> "Lab %d is open.".formatted(open.lab()))
                .orElse("No lab is open."));
    }

    /** The result of each lab, its time and the number of hints that the learner has read. */
    void results(PrintStream out) {
        for (var lab : Lab.all(root)) {
            int number = lab.number();
            var minutes = state.minutes(number);
            out.printf(
                    "%d %s: %s%s, %d of %d hints read%n  %s%n",
                    number,
                    lab.title(),
                    state.state(number),
                    minutes.isEmpty() ? "" : " after " + minutes + " min",
                    state.hints(number),
                    lab.hints().size(),
                    lab.question());
        }
    }

    /** The next hint of the open lab, or all of its hints. Notes the number of the last one. */
    void hint(Lab lab, boolean all, PrintStream out) {
        int count = lab.hints().size();
        int last = all ? count : Math.min(count, state.hints(lab.number()) + 1);
        for (var i = all ? 1 : last; i <= last; i++) {
            out.printf("Hint %d of %d%n%s%n%n", i, count, lab.hints().get(i - 1));
        }
        state.hints(lab.number(), last);
    }
}
