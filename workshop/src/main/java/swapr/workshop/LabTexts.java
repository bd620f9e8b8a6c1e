package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;

/** The learner's texts of the open lab: saved, compared with the solution, and brought back. */
final class LabTexts {

    private final Path root;
    private final LabState state;
    private final Checkout checkout;
    private final PrintStream out;

    LabTexts(Path root, LabState state, Checkout checkout, PrintStream out) {
        this.root = root;
        this.state = state;
        this.checkout = checkout;
        this.out = out;
    }

    private Lab open() {
        return Lab.numbered(root, state.requireOpen(null).lab());
    }

    /** The files of the open lab. */
    LabFiles files(Lab lab) {
        return LabFiles.of(checkout, state.requireOpen(null).base(), lab);
    }

    /** Saves the text in the checkout, unless it is the starter. */
    void save(Lab lab) {
        files(lab).saveUnless(lab.starter(), lab.number()).ifPresent(this::saved);
    }

    /** Saves the learner's own changes before a lab. */
    void saveOwn(LabFiles files) {
        files.saveUnless(Patch.parse(""), Attempts.BEFORE_LABS).ifPresent(this::saved);
    }

    private void saved(Path attempt) {
        out.println("Your text is in " + root.relativize(attempt));
    }

    /**
     * Shows the solution beside the learner's text.
     *
     * @param now also before the lab is green
     * @param apply writes the solution into the checkout
     */
    void solution(boolean now, boolean apply) {
        var lab = open();
        if (!now && !apply && !state.isGreen(lab.number())) {
            throw new IllegalStateException(
                    "lab %d is not green yet. ./swapr lab hint helps; ./swapr lab solution --now shows the solution"
                            .formatted(lab.number()));
        }
        var difference = files(lab).difference(lab.solution());
        out.print(difference.isEmpty() ? "Your text is the solution.%n".formatted() : difference);
        if (apply) {
            try (var _ = state.lock("solution")) {
                save(lab);
                files(lab).write(lab.solution());
                out.println("The solution is in your checkout. ./swapr lab check checks it.");
            }
        }
    }

    /** Writes a saved attempt into the checkout. */
    void restore(String attempt) {
        var lab = open();
        var saved = new Attempts(root, lab.number())
                .all().stream()
                        .filter(each -> each.endsWith(attempt))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "there is no attempt %s. ./swapr lab mine shows all attempts".formatted(attempt)));
        try (var _ = state.lock("mine")) {
            save(lab);
            files(lab).writeAttempt(saved);
            out.printf("%s is in your checkout. ./swapr lab check checks it.%n", root.relativize(saved));
        }
    }
}
