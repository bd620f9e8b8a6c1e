package swapr.workshop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A unified diff. It is applied only to the product's own text, never to text that a learner has edited. Each hunk must
 * match exactly. It may match at other lines than it says, if that place is the only one.
 */
record Patch(List<FileChange> files) {

    /** The patch is no unified diff, or it does not match the product. */
    static final class PatchException extends RuntimeException {
        private static final long serialVersionUID = 1;

        PatchException(String message) {
            super(message);
        }
    }

    enum Kind {
        CHANGED,
        ADDED,
        DELETED
    }

    /** @param path relative to the checkout */
    record FileChange(String path, Kind kind, List<Hunk> hunks) {}

    /**
     * @param header the line with the positions
     * @param place the index of its first line in the old text
     * @param changedLines the number of added and removed lines
     */
    record Hunk(String header, int place, List<String> before, List<String> after, int changedLines) {}

    /** @throws PatchException if the text is no unified diff; an empty text is a patch without changes */
    static Patch parse(String text) {
        return new PatchReader(text).read();
    }

    /** The number of added and removed lines. */
    int changedLines() {
        return files.stream()
                .flatMap(file -> file.hunks().stream())
                .mapToInt(Hunk::changedLines)
                .sum();
    }

    /** The paths of all changed files, relative to the checkout. */
    List<String> paths() {
        return files.stream().map(FileChange::path).toList();
    }

    /**
     * Returns the new text of each changed file; empty for a deleted file.
     *
     * @param product the product's text of a path; empty if the product has no such file
     * @throws PatchException if a hunk does not match
     */
    Map<String, Optional<String>> applyTo(Function<String, Optional<String>> product) {
        var changed = new LinkedHashMap<String, Optional<String>>();
        for (var file : files) {
            changed.put(file.path(), apply(file, product.apply(file.path())));
        }
        return changed;
    }

    /** Like {@link #applyTo}, but empty if a hunk does not match. */
    Optional<Map<String, Optional<String>>> tryOn(Function<String, Optional<String>> product) {
        try {
            return Optional.of(applyTo(product));
        } catch (PatchException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> apply(FileChange file, Optional<String> product) {
        if (product.isPresent() == (file.kind() == Kind.ADDED)) {
            throw new PatchException(
                    file.path() + (product.isPresent() ? " exists already in the product" : " is not in the product"));
        }
        var lines = new ArrayList<>(product.orElse("").lines().toList());
        int shift = 0;
        for (var hunk : file.hunks()) {
            int place = placeOf(hunk, lines, shift, file.path());
            lines.subList(place, place + hunk.before().size()).clear();
            lines.addAll(place, hunk.after());
            shift = place - hunk.place() + hunk.after().size() - hunk.before().size();
        }
        if (file.kind() != Kind.DELETED) {
            return Optional.of(String.join("\n", lines) + "\n");
        }
        if (!lines.isEmpty()) {
            throw new PatchException(file.path() + " has more lines than the patch deletes");
        }
        return Optional.empty();
    }

    /** Where the hunk says, or the only other place with its lines. */
    private static int placeOf(Hunk hunk, List<String> lines, int shift, String path) {
        int expected = hunk.place() + shift;
        if (matches(hunk, lines, expected)) {
            return expected;
        }
        var places = new ArrayList<Integer>();
        for (var i = 0; i < lines.size(); i++) {
            if (matches(hunk, lines, i)) {
                places.add(i);
            }
        }
        if (places.size() != 1) {
            throw new PatchException(
                    "%s: the hunk %s matches at %d places".formatted(path, hunk.header(), places.size()));
        }
        return places.getFirst();
    }

    private static boolean matches(Hunk hunk, List<String> lines, int place) {
        int end = place + hunk.before().size();
        return end <= lines.size() && lines.subList(place, end).equals(hunk.before());
    }
}
