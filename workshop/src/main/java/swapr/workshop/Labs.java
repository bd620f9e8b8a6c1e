package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import swapr.local.LocalApps;
import swapr.local.MarketplaceHome;

/** The actions of {@code ./swapr lab} that change the checkout or use the marketplace. */
final class Labs {

    private final Path root;
    private final Path ownHome;
    private final LabState state;
    private final Checkout checkout;
    private final LabMarketplace marketplace;
    private final LabTexts texts;
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

    /**
     * The open lab.
     *
     * @param number the number that the learner gave, if any
     * @throws IllegalStateException if another lab is open, or none
     */
    Lab open(@Nullable Integer number) {
        return Lab.numbered(root, state.requireOpen(number).lab());
    }

    private FileTimes times() {
        return new FileTimes(root, new PropertiesFile(state.home().resolve("times.properties")));
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
            chooseIncident(lab, incident);
            var base = checkout.head();
            var files = LabFiles.of(checkout, base, lab);
            if (keep) {
                texts.saveOwn(files);
            } else {
                files.requireProduct(number);
                times().note(lab.modules());
            }
            state.open(new LabState.Open(number, base, port));
            files.write(lab.starter());
            out.printf(
                    "Lab %d: %s%n%s%nRead %s. Reload the files in your editor.%n%n",
                    number,
                    lab.title(),
                    lab.question(),
                    root.relativize(lab.directory()).resolve("README.md"));
            return check(lab, lab.seed());
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

    /** Builds, restarts and checks the open lab. Returns whether it is green. */
    boolean check(@Nullable Integer number, @Nullable Long seed) {
        var lab = open(number);
        try (var _ = state.lock("check")) {
            return check(lab, seed == null ? lab.seed() : seed);
        }
    }

    private boolean check(Lab lab, long seed) {
        long since = System.nanoTime();
        checkout.changedElsewhere(state.requireOpen(null).base(), lab.modules()).stream()
                .findFirst()
                .ifPresent(path -> out.printf(
                        "You changed %s. Lab %d builds only %s.%n",
                        path, lab.number(), String.join(" and ", lab.modules())));
        var result = new LabCheck(run(lab)).run(lab, seed);
        state.note(result);
        out.print(result.text(Duration.ofNanos(System.nanoTime() - since), nextHint(lab)));
        return result.isGreen();
    }

    /** Builds the learner's text and makes the marketplace run it. */
    private LabMarketplace run(Lab lab) {
        var before = marketplace.apps().running();
        var changed = marketplace.build(lab, root);
        marketplace.up(state.requireOpen(null).port());
        marketplace.createTables(lab);
        marketplace.restart(changed.stream().filter(before::contains).toList());
        return marketplace;
    }

    /** The command for the next hint. */
    String nextHint(Lab lab) {
        int next = state.hints(lab.number()) + 1;
        return next > lab.hints().size()
                ? "all hints: ./swapr lab hint --all"
                : "next hint: ./swapr lab hint (%d of %d)"
                        .formatted(next, lab.hints().size());
    }

    /** Compiles the text of the open lab, and changes nothing. */
    void compile(Lab lab) {
        new LabBuild(root, marketplace.apps()).compile(lab);
    }

    /** Prints the fields that a service reads and that a message does not have. Returns whether there is none. */
    boolean contracts() {
        var contracts = ContractCheck.of(marketplace.running(), marketplace.apps());
        var missing = contracts.missing();
        missing.forEach(field -> out.println("✗ " + field));
        out.printf(
                "%d reads of the running services, %d missing fields in the newest messages%n",
                contracts.reads().size(), missing.size());
        return missing.isEmpty();
    }

    /** The incident of lab 14. */
    Incidents incidents() {
        return Incidents.in(state.home());
    }

    /** @throws IllegalStateException if no incident is open, or a word is unknown */
    void accuse(String process, String cause, String evidence) {
        try (var _ = state.lock("accuse")) {
            incidents().accuse(marketplace.running(), process, cause, evidence).forEach(out::println);
        }
    }

    /** Before the lab is open, so that a wrong number changes nothing. */
    private void chooseIncident(Lab lab, int incident) {
        if (lab.services().isEmpty()) {
            incidents().choose(incident);
        } else if (incident != 0) {
            throw new IllegalStateException("lab %d has no incidents. Run ./swapr lab start 14 --incident %d"
                    .formatted(lab.number(), incident));
        }
    }

    /** A fault in the data would stay there for the next lab. */
    private void endIncident() {
        if (incidents().isPlanted()) {
            incidents().end(marketplace.running());
        }
    }

    /** Writes the starter again. */
    void reset() {
        var lab = open(null);
        try (var _ = state.lock("reset")) {
            texts.save(lab);
            texts.files(lab).write(lab.starter());
            run(lab).discardDeadLetters(lab);
            if (lab.services().isEmpty()) {
                incidents().end(marketplace.running());
                incidents().choose(0);
            }
            out.printf("Lab %d is at its starter again.%n", lab.number());
        }
    }

    /** Writes the product again and stops the marketplace of the labs. */
    void stop() {
        var lab = open(null);
        try (var _ = state.lock("stop")) {
            texts.save(lab);
            endIncident();
            marketplace.down();
            texts.files(lab).writeProduct();
            times().restore();
            marketplace.forget(lab);
            state.close();
            out.printf(
                    "Lab %d is closed, and your checkout is the product again. ./swapr up starts your own data.%n",
                    lab.number());
        }
    }
}
