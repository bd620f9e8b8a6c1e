package swapr.workshop;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Compiles, runs and checks the text of the open lab. */
final class LabRuns {

    private final Path root;
    private final LabState state;
    private final Checkout checkout;
    private final LabMarketplace marketplace;
    private final LabTexts texts;
    private final PrintStream out;

    LabRuns(Path root, LabState state, Checkout checkout, LabMarketplace marketplace, LabTexts texts, PrintStream out) {
        this.root = root;
        this.state = state;
        this.checkout = checkout;
        this.marketplace = marketplace;
        this.texts = texts;
        this.out = out;
    }

    /**
     * Builds, restarts and checks the lab. Returns whether it is green.
     *
     * @param seed chooses the names and prices; null: the seed of the lab
     */
    boolean check(Lab lab, @Nullable Long seed) {
        try (var _ = state.lock("check")) {
            return checkLocked(lab, seed == null ? lab.seed() : seed);
        }
    }

    /** Like {@link #check}, for a caller that has the lock of the state. */
    boolean checkLocked(Lab lab, long seed) {
        long since = System.nanoTime();
        checkout.changedElsewhere(state.requireOpen(null).base(), lab.modules()).stream()
                .findFirst()
                .filter(_ -> !lab.modules().isEmpty())
                .ifPresent(path -> out.printf(
                        "You changed %s. Lab %d builds only %s.%n",
                        path, lab.number(), String.join(" and ", lab.modules())));
        var result = new LabCheck(run(lab)).run(lab, seed);
        boolean isFirstGreen = result.isGreen() && !state.isGreen(lab.number());
        state.note(result);
        out.print(result.text(Duration.ofNanos(System.nanoTime() - since), nextHint(lab)));
        if (isFirstGreen) {
            texts.saveGreen(lab);
        }
        return result.isGreen();
    }

    /** Builds the learner's text and makes the marketplace run it. */
    LabMarketplace run(Lab lab) {
        var cleanup = new LabCleanup(marketplace);
        var before = marketplace.apps().running();
        var changed = marketplace.build(lab, root);
        boolean hasIncident = lab.services().isEmpty(); // its fault stays until it is found
        if (!hasIncident) {
            cleanup.resume();
        }
        marketplace.up(state.requireOpen(null).port());
        if (!hasIncident) {
            cleanup.endFaults();
        }
        marketplace.createTables(lab);
        marketplace.restart(changed.stream().filter(before::contains).toList());
        if (!hasIncident) {
            cleanup.awaitHealthy();
            cleanup.forgetQueues();
        }
        return marketplace;
    }

    private String nextHint(Lab lab) {
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
        var missing = contracts.missing(Instant.EPOCH);
        missing.forEach(field -> out.println("✗ " + field));
        out.printf(
                "%d reads of the running services; fields that the newest messages do not have: %d%n",
                contracts.reads().size(), missing.size());
        return missing.isEmpty();
    }
}
