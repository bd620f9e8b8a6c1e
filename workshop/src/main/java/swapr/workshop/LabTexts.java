package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.stream.Stream;

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

    SavedTexts saved() {
        return new SavedTexts(root, state, checkout, this, out);
    }

    private Lab open() {
        return Lab.numbered(root, state.requireOpen(null).lab());
    }

    /**
     * The newest commit that the patches of a lab fit. Commits of the learner after it do no harm.
     *
     * @throws IllegalStateException if there is none
     */
    String product(Lab lab) {
        return checkout.commits(lab.modules()).stream()
                .filter(commit -> fit(lab, LabFiles.of(checkout, commit, lab)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "lab %d does not fit your commits. Check out the commit that you cloned"
                                .formatted(lab.number())));
    }

    private static boolean fit(Lab lab, LabFiles files) {
        return Stream.of(lab.starter(), lab.solution())
                .allMatch(patch -> patch.tryOn(files.product()).isPresent());
    }

    /** The files of the open lab. */
    LabFiles files(Lab lab) {
        return LabFiles.of(checkout, state.requireOpen(null).base(), lab);
    }

    /** Saves the text in the checkout, unless it is the starter. */
    void save(Lab lab) {
        files(lab).saveUnless(lab.starter(), lab.number()).ifPresent(this::saved);
    }

    /** Saves a text that became green, so that a learner can try others. Our solution needs no copy. */
    void saveGreen(Lab lab) {
        if (!files(lab).difference(lab.solution()).isEmpty()) {
            save(lab);
        }
    }

    /**
     * Makes the modules of a lab ready for its starter.
     *
     * @param keep saves the learner's own changes first
     * @throws IllegalStateException if there are own changes that are not to be saved
     */
    void begin(Lab lab, LabFiles files, boolean keep) {
        if (keep) {
            files.saveUnless(Patch.parse(""), Attempts.BEFORE_LABS).ifPresent(this::saved);
        } else {
            files.requireProduct(lab.number());
            times().note(lab.modules());
        }
    }

    /** Writes the product again, with the times that its files had before. */
    void writeProduct(Lab lab) {
        files(lab).writeProduct();
        times().restore();
        if (!checkout.changed(checkout.head(), lab.modules()).isEmpty()) {
            out.println("A commit of yours has another text of this lab, so Git shows the product as a change. "
                    + "git restore . brings the text of the commit back.");
        }
    }

    private FileTimes times() {
        return new FileTimes(root, new PropertiesFile(state.home().resolve("times.properties")));
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
                state.noteSolution(lab.number(), true);
                out.println("The solution is in your checkout. ./swapr lab check checks it.");
            }
        }
    }
}
