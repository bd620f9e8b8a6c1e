package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the steps of a lab until the first red one. */
final class LabCheck {

    /**
     * The result of a check.
     *
     * @param proved the statements of the green steps
     * @param red the first failure; null if all steps are green
     * @param steps the number of all steps
     */
    record Result(
            Lab lab,
            long seed,
            List<String> proved,
            @Nullable Red red,
            int steps) {

        boolean isGreen() {
            return red == null;
        }

        /** The step that failed, or the last one, from 1. */
        int step() {
            return isGreen() ? steps : proved.size() + 1;
        }

        /**
         * The lines for the learner.
         *
         * @param took the time of the whole command
         * @param nextHint the command for the next hint
         */
        String text(Duration took, String nextHint) {
            var where = "lab %d, %d s".formatted(lab.number(), took.toSeconds());
            if (red == null) {
                return "%s%n%s"
                        .formatted(
                                wide("✓ " + lab.title(), where + ", seed " + seed),
                                proved.stream().map("  %s%n"::formatted).collect(Collectors.joining()));
            }
            return String.join(
                    System.lineSeparator(),
                    wide("✗ " + red.customer(), where),
                    wide("  done   " + red.done(), "seed " + seed),
                    "  seen   " + red.seen(),
                    "  look   %s     %s     you are at step %d of %d".formatted(red.look(), nextHint, step(), steps),
                    "");
        }

        private static String wide(String left, String right) {
            return "%-88s  %s".formatted(left, right);
        }
    }

    /** The aim is 60 s on two cores. A slow machine may take longer, and a check must not hang. */
    private static final Duration LIMIT = Duration.ofSeconds(100);

    private final LabMarketplace marketplace;

    LabCheck(LabMarketplace marketplace) {
        this.marketplace = marketplace;
    }

    /**
     * Runs the steps. A step that takes too long is not interrupted, because it must put back what it has changed. Each
     * of its waits has a limit of its own.
     *
     * @throws IllegalStateException if the steps do not end within 100 s, or the marketplace refuses a request
     */
    Result run(Lab lab, long seed) {
        long since = System.nanoTime();
        var proved = new ArrayList<String>();
        try (var shop = new Shop(marketplace.running(), marketplace.apps(), seed);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var steps = threads.submit(() -> Steps.of(lab, shop).steps());
            int count = await(steps, since, shop).size();
            Red red = null;
            for (var step : steps.resultNow()) {
                try {
                    await(
                            threads.submit(() -> {
                                step.action().run();
                                return true;
                            }),
                            since,
                            shop);
                    proved.add(step.proves());
                } catch (Red e) {
                    red = e;
                    break;
                }
            }
            return new Result(lab, seed, proved, red, count);
        }
    }

    private static <T> T await(Future<T> running, long since, Shop shop) {
        try {
            return running.get(LIMIT.toNanos() - (System.nanoTime() - since), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            var open = new OpenWork(shop.marketplace()).all();
            throw new IllegalStateException(
                    "the check did not end within %d s. Still open: %s"
                            .formatted(LIMIT.toSeconds(), open.isEmpty() ? "nothing" : String.join(", ", open)),
                    e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
