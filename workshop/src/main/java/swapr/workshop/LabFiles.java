package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import swapr.local.FileTrees;

/**
 * Changes the files of a lab in the learner's checkout: {@code src/main} of its modules, and nothing else. Each text is
 * the product's text at one commit, with a patch. The learner's text is saved before each change, and each file is
 * replaced atomically. So an interrupted command loses nothing, and the next command repairs the rest.
 *
 * @param base the commit that is the product
 */
record LabFiles(Checkout checkout, String base, List<String> modules) {

    static LabFiles of(Checkout checkout, String base, Lab lab) {
        return new LabFiles(checkout, base, lab.modules());
    }

    /** The product's text of a path, as a patch needs it. */
    Function<String, Optional<String>> product() {
        return path -> checkout.text(base, path);
    }

    /** The paths with another text than the product. */
    List<String> changed() {
        return checkout.changed(base, modules);
    }

    /** @throws IllegalStateException if the learner has changed a file of the modules; the message names it */
    void requireProduct(int lab) {
        var changed = changed();
        if (!changed.isEmpty()) {
            throw new IllegalStateException(
                    "%s: changes of yours, and lab %d needs this module. ./swapr lab start %d --keep copies them to"
                                    .formatted(String.join(", ", changed), lab, lab)
                            + " workshop/mine/00 first. git restore discards them, if they are not committed");
        }
    }

    /** Writes the product with this patch. */
    void write(Patch patch) {
        write(patch.applyTo(product()));
    }

    /** Writes the product, without a patch. */
    void writeProduct() {
        write(Map.of());
    }

    private void write(Map<String, Optional<String>> texts) {
        var paths = new TreeSet<>(changed());
        paths.addAll(texts.keySet());
        for (var path : paths) {
            var text = texts.containsKey(path) ? texts.get(path) : product().apply(path);
            TextFile.write(checkout.root().resolve(path), text);
        }
    }

    /**
     * Copies the changed files to {@code workshop/mine/NN/TIME}. Returns that directory; empty if the text is exactly
     * the product with this patch. A patch that does not fit saves them, too: a pull may have changed it.
     */
    Optional<Path> saveUnless(Patch known, int lab) {
        var changed = changed();
        var unchanged = known.tryOn(product())
                .filter(texts -> changed.equals(List.copyOf(new TreeSet<>(texts.keySet()))))
                .filter(texts -> changed.stream().allMatch(path -> textOf(path).equals(texts.get(path))))
                .isPresent();
        return changed.isEmpty() || unchanged
                ? Optional.empty()
                : Optional.of(new Attempts(checkout.root(), lab).save(changed));
    }

    private Optional<String> textOf(String path) {
        return TextFile.read(checkout.root().resolve(path));
    }

    /** Shows the learner's text beside the product with this patch, as a unified diff. */
    String difference(Patch other) {
        var texts = other.applyTo(product());
        var paths = new TreeSet<>(changed());
        paths.addAll(texts.keySet());
        try {
            var directory = Files.createTempDirectory("swapr-lab-");
            try {
                // Git needs both directories, also if all files of one are missing.
                Files.createDirectory(directory.resolve("yours"));
                Files.createDirectory(directory.resolve("solution"));
                for (var path : paths) {
                    TextFile.write(directory.resolve("yours").resolve(path), textOf(path));
                    TextFile.write(
                            directory.resolve("solution").resolve(path),
                            texts.containsKey(path)
                                    ? texts.get(path)
                                    : product().apply(path));
                }
                return Checkout.difference(directory, "yours", "solution");
            } finally {
                FileTrees.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a saved attempt again. */
    void writeAttempt(Path attempt) {
        write(Attempts.texts(attempt));
    }

    /**
     * Writes saved changes again that do not belong to a lab.
     *
     * @throws IllegalStateException if one of the files has newer changes; the message names it
     */
    void writeOwnChanges(Path saved) {
        var texts = Attempts.texts(saved);
        texts.keySet().stream()
                .filter(path -> !textOf(path).equals(product().apply(path)))
                .findFirst()
                .ifPresent(path -> {
                    throw new IllegalStateException(path + " has newer changes. Commit or discard them first");
                });
        write(texts);
    }
}
