package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import swapr.local.LocalApps;
import swapr.local.MarketplaceHome;

/** Opens and closes labs: writes their texts into the checkout, and starts and stops their marketplace. */
final class Labs {

    private final Path root;
    private final Path ownHome;
    private final LabState state;
    private final Checkout checkout;
    private final LabMarketplace marketplace;
    private final LabTexts texts;
    private final LabRuns runs;
    private final LabIncidents incidents;
    private final PrintStream out;

    Labs(Path root, Path ownHome, PrintStream out) {
        this.root = root;
        this.ownHome = ownHome;
        this.out = out;
        var home = ownHome.resolve("lab");
        this.state = new LabState(home);
        this.checkout = new Checkout(root);
        this.marketplace = new LabMarketplace(root, home);
        this.texts = new LabTexts(root, state, checkout, out);
        this.runs = new LabRuns(root, state, checkout, marketplace, texts, out);
        this.incidents = new LabIncidents(state, marketplace);
    }

    static Labs here() {
        var here = MarketplaceHome.here();
        return new Labs(here.root(), here.home(), System.out);
    }

    Path root() {
        return root;
    }

    LabState state() {
        return state;
    }

    LabTexts texts() {
        return texts;
    }

    LabRuns runs() {
        return runs;
    }

    LabIncidents incidents() {
        return incidents;
    }

    /**
     * The open lab.
     *
     * @param number the number that the learner gave, if any
     * @throws IllegalStateException if another lab is open, or none
     */
    Lab open(@Nullable Integer number) {
        return Lab.numbered(root, state.requireOpen(number).lab());
    }

    /**
     * Opens a lab and checks its starter.
     *
     * @param keep saves the learner's own changes in the modules of the lab first
     * @param incident for a lab without code: the number of its incident; 0 chooses by lot
     */
    boolean start(int number, boolean keep, int port, int incident) {
        var lab = Lab.numbered(root, number);
        try (var _ = state.lock("start")) {
            if (state.open().isPresent()) {
                state.requireOpen(number);
                throw new IllegalStateException(
                        "lab %d is open already. ./swapr lab check checks it, ./swapr lab reset begins again"
                                .formatted(number));
            }
            refuseOwnMarketplace("start " + number);
            incidents.choose(lab, incident);
            var base = texts.product(lab);
            var files = LabFiles.of(checkout, base, lab);
            texts.begin(lab, files, keep);
            state.open(new LabState.Open(number, base, port));
            files.write(lab.starter());
            var page = root.relativize(lab.directory()).resolve("README.md");
            var reload = lab.modules().isEmpty() ? "" : " Reload the files in your editor.";
            out.printf("Lab %d: %s%n%s%nRead %s.%s%n%n", number, lab.title(), lab.question(), page, reload);
            return runs.checkLocked(lab, lab.seed());
        }
    }

    /** Downloads and builds everything that the labs need, and builds once without a network. */
    void prepare(int port) {
        try (var _ = state.lock("prepare")) {
            state.open().ifPresent(open -> {
                throw new IllegalStateException(
                        "lab %d is open. Run ./swapr lab stop, then ./swapr lab prepare".formatted(open.lab()));
            });
            refuseOwnMarketplace("prepare");
            new Prepare(root, marketplace, out).run(port);
        }
    }

    private void refuseOwnMarketplace(String command) {
        if (!new LocalApps(root, ownHome).running().isEmpty()) {
            throw new IllegalStateException(
                    "Swapr is running with your own data. Run ./swapr down, then ./swapr lab " + command);
        }
    }

    /** Writes the starter again. */
    void reset() {
        var lab = open(null);
        try (var _ = state.lock("reset")) {
            texts.save(lab);
            texts.files(lab).write(lab.starter());
            state.noteSolution(lab.number(), false);
            new LabCleanup(runs.run(lab)).discardDeadLetters(lab);
            incidents.replace(lab);
            out.printf("Lab %d is at its starter again.%n", lab.number());
        }
    }

    /** Writes the product again and stops the marketplace of the labs. Does nothing if no lab is open. */
    void stop() {
        try (var _ = state.lock("stop")) {
            if (state.open().isEmpty()) {
                out.println("No lab is open, and your checkout is the product.");
                return;
            }
            var lab = open(null);
            texts.save(lab);
            incidents.end();
            new LabCleanup(marketplace).discardIfHealthy(lab, out);
            marketplace.down();
            texts.writeProduct(lab);
            marketplace.forget(lab);
            state.close();
            out.printf("Lab %d is closed, and your checkout is the product again.%n", lab.number());
            out.println("./swapr up starts your own data.");
        }
    }
}
