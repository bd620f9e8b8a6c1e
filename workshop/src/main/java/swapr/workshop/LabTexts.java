package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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
            out.println("A commit of yours has another text of this lab, so Git shows the product as a change.");
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

    /** Lists the saved attempts of a lab; of all labs if there is no number. */
    void list(@Nullable Integer lab) {
        var saved = IntStream.rangeClosed(Attempts.BEFORE_LABS, Lab.all(root).size())
                .filter(number -> lab == null || lab == number)
                .mapToObj(number -> new Attempts(root, number).all())
                .flatMap(List::stream)
                .toList();
        saved.stream().map(root::relativize).forEach(out::println);
        out.printf("%d saved texts%s%n", saved.size(), lab == null ? "" : " of lab " + lab);
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
            state.noteSolution(lab.number(), false);
            out.printf("%s is in your checkout. ./swapr lab check checks it.%n", root.relativize(saved));
        }
    }
}
