package swapr.workshop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The open lab, and the learner's progress in all labs, in {@code .swapr/lab}. While {@code open.properties} exists,
 * all {@code ./swapr} commands use the marketplace of the labs.
 */
record LabState(Path home) {

    private static final String GREEN = "green";

    /**
     * The open lab.
     *
     * @param base the commit of the product, when the lab was opened
     * @param port the first port of its marketplace
     */
    record Open(int lab, String base, int port) {}

    PropertiesFile openFile() {
        return new PropertiesFile(home.resolve("open.properties"));
    }

    private PropertiesFile progress() {
        return new PropertiesFile(home.resolve("progress.properties"));
    }

    Optional<Open> open() {
        var file = openFile();
        return file.exists()
                ? Optional.of(new Open(file.number("lab", 0), file.get("base", ""), file.number("port", 8080)))
                : Optional.empty();
    }

    /** The directory of the labs' marketplace, or of the learner's own one if no lab is open. */
    Path observedHome() {
        return open().isPresent() ? home : home.resolve("..").normalize();
    }

    /**
     * The open lab.
     *
     * @param number the number that the learner gave, if any
     * @throws IllegalStateException if another lab is open, or none
     */
    Open requireOpen(@Nullable Integer number) {
        var open = open().orElseThrow(() -> new IllegalStateException(
                "no lab is open. ./swapr lab list shows the labs, ./swapr lab start 1 opens the first"));
        if (number != null && number != open.lab()) {
            throw new IllegalStateException(
                    "lab %d is open. ./swapr lab stop keeps your work, then ./swapr lab start %d"
                            .formatted(open.lab(), number));
        }
        return open;
    }

    void open(Open open) {
        openFile().set(Map.of("lab", open.lab(), "base", open.base(), "port", open.port()));
        var lab = Integer.toString(open.lab());
        progress().set(Map.of(lab + ".opened", Instant.now(), lab + ".solution", false));
        if (!state(open.lab()).equals(GREEN)) { // with our solution, the learner may still become green
            progress().set(Map.of(lab + ".state", "open"));
        }
    }

    /** Notes whether the checkout has our solution, so that a green check of it is not the learner's. */
    void noteSolution(int lab, boolean written) {
        progress().set(Map.of(lab + ".solution", written));
    }

    void close() {
        openFile().delete();
    }

    /** Notes the result of a check. A lab that was green once stays green. */
    void note(LabCheck.Result result) {
        var lab = result.lab().number();
        if (result.isGreen() && !isGreen(lab)) {
            var opened =
                    Instant.parse(progress().get(lab + ".opened", Instant.now().toString()));
            progress()
                    .set(Map.of(
                            lab + ".state",
                            progress().get(lab + ".solution", "").equals("true") ? GREEN + " with our solution" : GREEN,
                            lab + ".minutes",
                            Duration.between(opened, Instant.now()).toMinutes()));
        } else if (!isGreen(lab)) {
            progress().set(Map.of(lab + ".state", "red at step %d of %d".formatted(result.step(), result.steps())));
        }
    }

    /** New, open, red at a step, green, or green with our solution. */
    String state(int lab) {
        return progress().get(lab + ".state", "new");
    }

    boolean isGreen(int lab) {
        return state(lab).startsWith(GREEN);
    }

    /** The minutes from the start to the first green check; empty before. */
    String minutes(int lab) {
        return progress().get(lab + ".minutes", "");
    }

    /** The number of hints that the learner has read. */
    int hints(int lab) {
        return progress().number(lab + ".hints", 0);
    }

    void hints(int lab, int read) {
        progress().set(Map.of(lab + ".hints", read));
    }

    /**
     * Allows one command at a time.
     *
     * @throws IllegalStateException if another command runs; the message names it
     */
    LabLock lock(String command) {
        return LabLock.take(home, command);
    }
}
