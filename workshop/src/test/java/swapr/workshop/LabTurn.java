package swapr.workshop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swapr.workshop.LabPatches.Variant;

/**
 * The order in which a build checks the texts of the labs, because it has no time for all of them. First come all texts
 * of the labs that the last commits have changed. Then each build goes on with the starter and the solution of another
 * lab.
 */
final class LabTurn {

    /** How many of the last commits count. */
    private static final int LAST = 20;

    private LabTurn() {}

    /** The texts for the newest commit of this checkout. */
    static List<Variant> of(Checkout checkout, List<Variant> all) {
        return order(all, changed(checkout, LAST), commits(checkout));
    }

    static Set<String> changed(Checkout checkout, int commits) {
        return checkout.git("log", "-" + commits, "--name-only", "--format=")
                .lines()
                .collect(Collectors.toSet());
    }

    static int commits(Checkout checkout) {
        return Integer.parseInt(checkout.git("rev-list", "--count", "HEAD").strip());
    }

    /**
     * @param changed the paths of the changed files
     * @param commits the number of commits so far; each commit begins with another lab
     */
    static List<Variant> order(List<Variant> all, Set<String> changed, int commits) {
        var labs = new ArrayList<>(all.stream().map(Variant::lab).distinct().toList());
        Collections.rotate(labs, -(commits % Math.max(1, labs.size())));
        var touched = labs.stream().filter(lab -> isTouched(lab, all, changed)).toList();
        var others = labs.stream().filter(lab -> !touched.contains(lab)).toList();
        return Stream.concat(
                        touched.stream().flatMap(lab -> texts(lab, all)),
                        others.stream().flatMap(lab -> texts(lab, all).limit(2)))
                .toList();
    }

    /** The starter, the solution, and then the mutants. */
    private static Stream<Variant> texts(Lab lab, List<Variant> all) {
        return all.stream().filter(variant -> variant.lab().equals(lab));
    }

    private static boolean isTouched(Lab lab, List<Variant> all, Set<String> changed) {
        var folder = "workshop/" + lab.directory().getFileName() + "/";
        var check = "/Lab%02d.java".formatted(lab.number());
        return changed.stream().anyMatch(path -> path.startsWith(folder) || path.endsWith(check))
                || texts(lab, all)
                        .flatMap(variant -> variant.patch().paths().stream())
                        .anyMatch(changed::contains);
    }
}
