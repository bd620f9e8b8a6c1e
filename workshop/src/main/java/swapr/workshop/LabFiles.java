package swapr.workshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
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
                            + " workshop/mine/00 first. git restore discards them");
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
            put(checkout.root().resolve(path), text);
        }
    }

    private static void put(Path file, Optional<String> text) {
        try {
            if (text.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
            if (!Files.exists(file) || !Arrays.equals(bytes, Files.readAllBytes(file))) {
                Files.createDirectories(file.getParent());
                Path fresh = Files.createTempFile(file.getParent(), ".lab-", ".tmp");
                Files.write(fresh, bytes);
                Files.setPosixFilePermissions(fresh, PropertiesFile.readableByAll());
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Copies the changed files to {@code workshop/mine/NN/TIME}. Returns that directory; empty if the text is exactly
     * the product with this patch.
     */
    Optional<Path> saveUnless(Patch known, int lab) {
        var texts = known.applyTo(product());
        var changed = changed();
        var unchanged = changed.equals(List.copyOf(new TreeSet<>(texts.keySet())))
                && changed.stream().allMatch(path -> textOf(path).equals(texts.get(path)));
        return changed.isEmpty() || unchanged
                ? Optional.empty()
                : Optional.of(new Attempts(checkout.root(), lab).save(changed));
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
                    put(directory.resolve("yours").resolve(path), textOf(path));
                    put(
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

    private Optional<String> textOf(String path) {
        try {
            var file = checkout.root().resolve(path);
            return Files.exists(file)
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a saved attempt again. */
    void writeAttempt(Path attempt) {
        write(Attempts.texts(attempt));
    }
}
