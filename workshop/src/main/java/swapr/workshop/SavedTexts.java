package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code ./swapr lab mine}: the learner's texts in {@code workshop/mine}, listed and brought back. */
final class SavedTexts {

    private final Path root;
    private final LabState state;
    private final Checkout checkout;
    private final LabTexts texts;
    private final PrintStream out;

    SavedTexts(Path root, LabState state, Checkout checkout, LabTexts texts, PrintStream out) {
        this.root = root;
        this.state = state;
        this.checkout = checkout;
        this.texts = texts;
        this.out = out;
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

    /**
     * Writes a saved attempt into the checkout.
     *
     * @param number the lab; 0 for changes from before the labs; null for the open lab
     */
    void restore(@Nullable Integer number, String attempt) {
        if (number != null && number == Attempts.BEFORE_LABS) {
            restoreOwnChanges(attempt);
            return;
        }
        var lab = Lab.numbered(root, state.requireOpen(number).lab());
        var saved = saved(lab.number(), attempt);
        try (var _ = state.lock("mine")) {
            texts.save(lab);
            texts.files(lab).writeAttempt(saved);
            state.noteSolution(lab.number(), false);
            out.printf("%s is in your checkout. ./swapr lab check checks it.%n", root.relativize(saved));
        }
    }

    private void restoreOwnChanges(String attempt) {
        state.open().ifPresent(open -> {
            throw new IllegalStateException("lab %d is open. Run ./swapr lab stop first".formatted(open.lab()));
        });
        var saved = saved(Attempts.BEFORE_LABS, attempt);
        try (var _ = state.lock("mine")) {
            new LabFiles(checkout, checkout.head(), List.of()).writeOwnChanges(saved);
            out.printf("The changes of %s are in your checkout again.%n", root.relativize(saved));
        }
    }

    private Path saved(int lab, String attempt) {
        return new Attempts(root, lab)
                .all().stream()
                        .filter(each -> each.endsWith(attempt))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException(
                                "there is no attempt %s. ./swapr lab mine shows all attempts".formatted(attempt)));
    }
}
