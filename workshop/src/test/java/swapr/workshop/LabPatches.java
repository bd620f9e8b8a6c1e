package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The labs of this checkout, and copies of the product with their patches. */
final class LabPatches {

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** Today's product: the files of the checkout, also if they are not committed. */
    static final Function<String, Optional<String>> PRODUCT = path -> {
        try {
            var file = ROOT.resolve(path);
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    };

    /**
     * A text of a lab.
     *
     * @param expected the text that the check must print; null for a solution, which is green
     */
    record Variant(Lab lab, String name, Patch patch, String expected) {

        boolean isSolution() {
            return name.equals("solution");
        }

        /**
         * The text of each changed file, for today's product; empty for a deleted file.
         *
         * @throws AssertionError if the patch does not fit; the message has the command that writes it again
         */
        Map<String, Optional<String>> texts() {
            try {
                return patch.applyTo(PRODUCT);
            } catch (Patch.PatchException e) {
                throw new AssertionError(
                        "%s does not fit today's product. Commit the product, then run workshop/rebase.sh %d: %s"
                                .formatted(this, lab.number(), e.getMessage()),
                        e);
            }
        }

        @Override
        public String toString() {
            return "lab %d, %s".formatted(lab.number(), name);
        }
    }

    private LabPatches() {}

    /** The labs in which the learner changes code. */
    static Stream<Lab> withCode() {
        return Lab.all(ROOT).stream().filter(lab -> !lab.services().isEmpty());
    }

    /** The starter, the solution and the mutants of all labs. */
    static Stream<Variant> all() {
        return withCode().flatMap(lab -> {
            var variants = new ArrayList<>(List.of(
                    new Variant(
                            lab,
                            "starter",
                            lab.starter(),
                            lab.text(".trainer/starter.expect").strip()),
                    new Variant(lab, "solution", lab.solution(), "")));
            lab.mutants()
                    .forEach(
                            mutant -> variants.add(new Variant(lab, mutant.name(), mutant.patch(), mutant.expected())));
            return variants.stream();
        });
    }

    /** Copies the modules of a lab, with a patch, into a directory. */
    static Path copy(Variant variant, Path directory) throws IOException {
        for (var module : variant.lab().modules()) {
            for (var file : LabCompiler.files(ROOT.resolve(module).resolve("src/main"))) {
                var copy = directory.resolve(ROOT.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        for (var text : variant.texts().entrySet()) {
            var file = directory.resolve(text.getKey());
            Files.deleteIfExists(file);
            if (text.getValue().isPresent()) {
                Files.writeString(file, text.getValue().get());
            }
        }
        return directory;
    }
}
