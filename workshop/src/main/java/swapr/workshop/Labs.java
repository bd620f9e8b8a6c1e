package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import swapr.local.LocalApps;
import swapr.local.LocalMarketplace;

/** The actions of {@code ./swapr lab} that change the checkout or use the marketplace. */
final class Labs {

    private final Path root;
    private final Path ownHome;
    private final LabState state;
    private final Checkout checkout;
    private final LabMarketplace marketplace;
    private final PrintStream out;

    Labs(Path root, Path ownHome, PrintStream out) {
        this.root = root;
        this.ownHome = ownHome;
        this.out = out;
        var home = ownHome.resolve("lab");
        this.state = new LabState(home);
        this.checkout = new Checkout(root);
        this.marketplace = new LabMarketplace(root, home);
    }

    static Labs here() {
        Path[] here = LocalMarketplace.here();
        return new Labs(here[0], here[1], System.out);
    }

    Path root() {
        return root;
    }

    LabState state() {
        return state;
    }

    /** @throws IllegalStateException if no lab is open */
    LabState.Open open() {
        return state.open()
                .orElseThrow(() -> new IllegalStateException(
                        "no lab is open. ./swapr lab list shows the labs, ./swapr lab start 1 opens the first"));
    }

    /** @throws IllegalStateException if another lab is open, or none */
    Lab open(@Nullable Integer number) {
        var open = open();
        if (number != null && number != open.lab()) {
            throw new IllegalStateException(
                    "lab %d is open. ./swapr lab stop keeps your work, then ./swapr lab start %d"
                            .formatted(open.lab(), number));
        }
        return Lab.numbered(root, open.lab());
    }

    private LabFiles files(Lab lab) {
        return LabFiles.of(checkout, open().base(), lab);
    }

    private FileTimes times() {
        return new FileTimes(root, new PropertiesFile(state.home().resolve("times.properties")));
    }

    /**
     * Opens a lab and checks its starter.
     *
     * @param keep saves the learner's own changes in the modules of the lab first
     */
    boolean start(int number, boolean keep, int port) {
        var lab = Lab.numbered(root, number);
        try (var _ = state.lock("start")) {
            if (state.open().isPresent()) {
                open(number);
                throw new IllegalStateException(
                        "lab %d is open already. ./swapr lab check checks it, ./swapr lab reset begins again"
                                .formatted(number));
            }
            refuseOwnMarketplace("start " + number);
            var base = checkout.head();
            var files = LabFiles.of(checkout, base, lab);
            if (keep) {
                files.saveUnless(Patch.parse(""), Attempts.BEFORE_LABS).ifPresent(this::saved);
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
        checkout.changedElsewhere(open().base(), lab.modules()).stream()
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
        marketplace.up(open().port());
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

    /** Writes the starter again. */
    void reset() {
        var lab = open(null);
        try (var _ = state.lock("reset")) {
            save(lab);
            files(lab).write(lab.starter());
            run(lab).discardDeadLetters(lab);
            out.printf("Lab %d is at its starter again.%n", lab.number());
        }
    }

    /** Writes the product again and stops the marketplace of the labs. */
    void stop() {
        var lab = open(null);
        try (var _ = state.lock("stop")) {
            save(lab);
            marketplace.down();
            files(lab).writeProduct();
            times().restore();
            marketplace.forget(lab);
            state.close();
            out.printf(
                    "Lab %d is closed, and your checkout is the product again. ./swapr up starts your own data.%n",
                    lab.number());
        }
    }

    /**
     * Shows the solution beside the learner's text.
     *
     * @param now also before the lab is green
     * @param apply writes the solution into the checkout
     */
    void solution(boolean now, boolean apply) {
        var lab = open(null);
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
        var lab = open(null);
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

    private void save(Lab lab) {
        files(lab).saveUnless(lab.starter(), lab.number()).ifPresent(this::saved);
    }

    private void saved(Path attempt) {
        out.println("Your text is in " + root.relativize(attempt));
    }
}
