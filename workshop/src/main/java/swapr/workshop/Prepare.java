package swapr.workshop;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Prepares a laptop for labs without a network. {@code ./swapr} has built all modules before. This class compiles the
 * text of each lab, starts and stops the marketplace once, and builds the modules of the labs with Maven offline.
 */
final class Prepare {

    private final Path root;
    private final LabMarketplace marketplace;
    private final PrintStream out;

    Prepare(Path root, LabMarketplace marketplace, PrintStream out) {
        this.root = root;
        this.marketplace = marketplace;
        this.out = out;
    }

    /**
     * Runs all steps and prints the time of each.
     *
     * @throws IllegalStateException if a step fails; the message says what to do
     */
    void run(int port) {
        var labs = Lab.all(root);
        step("Compiled the text of %d labs".formatted(labs.size()), () -> labs.forEach(this::compile));
        step("Started and stopped the marketplace of the labs", () -> {
            marketplace.up(port);
            marketplace.down();
        });
        step("Built the modules of the labs without a network", () -> buildOffline(labs));
        out.println("This machine is ready. The labs need no network: ./swapr lab start 1");
    }

    private void compile(Lab lab) {
        new LabBuild(root, marketplace.apps()).compile(lab);
    }

    private void step(String done, Runnable action) {
        long began = System.nanoTime();
        action.run();
        out.printf(
                "%s in %d s.%n",
                done, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private void buildOffline(List<Lab> labs) {
        var modules =
                labs.stream().flatMap(lab -> lab.modules().stream()).distinct().collect(Collectors.joining(","));
        try {
            var log = Files.createTempFile("swapr-prepare-", ".log");
            var maven = new ProcessBuilder(
                            root.resolve("mvnw").toString(),
                            "-B",
                            "-q",
                            "--offline",
                            "-Dmaven.test.skip=true",
                            "-Dcyclonedx.skip=true",
                            "-pl",
                            modules,
                            "-am",
                            "compile")
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            if (maven.start().waitFor() != 0) {
                throw new IllegalStateException(
                        "Maven cannot build without a network: %s. Run ./swapr lab prepare where"
                                        .formatted(firstError(log))
                                + " there is a network. The whole log is " + log);
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String firstError(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("[ERROR]"))
                    .findFirst()
                    .map(line -> line.substring("[ERROR] ".length()))
                    .orElse("it gives no reason");
        }
    }
}
