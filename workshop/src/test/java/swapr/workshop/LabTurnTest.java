package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import swapr.workshop.LabPatches.Variant;

/** A build checks other labs than the build before it, and first those that were changed. */
class LabTurnTest {

    private static final List<Variant> ALL = LabPatches.all().toList();

    @Test
    void aChangedLabComesFirstWithAllItsTexts() {
        var turn = texts(Set.of("workshop/09-saga/README.md"), 0);

        assertThat(turn).startsWith("lab 9, starter", "lab 9, solution").doesNotHaveDuplicates();
        assertThat(turn.stream().filter(text -> text.startsWith("lab 9, "))).containsExactlyElementsOf(textsOf(9));
        assertThat(turn.subList(textsOf(9).size(), textsOf(9).size() + 3))
                .containsExactly("lab 1, starter", "lab 1, solution", "lab 2, starter");
    }

    @Test
    void aLabIsChangedIfAFileOfItsPatchesIsChanged() {
        var file = Lab.numbered(LabPatches.ROOT, 10).starter().paths().getFirst();

        assertThat(texts(Set.of(file), 0)).containsAll(textsOf(10));
    }

    @Test
    void aLabIsChangedIfItsCheckIsChanged() {
        assertThat(texts(Set.of("workshop/src/main/java/swapr/workshop/Lab10.java"), 0))
                .containsAll(textsOf(10));
    }

    @Test
    void eachCommitBeginsWithAnotherLab() {
        assertThat(texts(Set.of(), 0).getFirst()).isEqualTo("lab 1, starter");
        assertThat(texts(Set.of(), 1).getFirst()).isEqualTo("lab 2, starter");
        assertThat(texts(Set.of(), 13).getFirst()).isEqualTo("lab 1, starter");
        assertThat(texts(Set.of(), 4))
                .containsExactlyInAnyOrderElementsOf(texts(Set.of(), 0))
                .hasSize(26);
    }

    @Test
    void theFilesOfTheLastCommitsAreRead() {
        assumeTrue(Files.exists(LabPatches.ROOT.resolve(".git")), "Skipped: this is no Git working tree");
        var checkout = new Checkout(LabPatches.ROOT);

        assertThat(LabTurn.commits(checkout)).isPositive();
        assertThat(LabTurn.changed(checkout, LabTurn.commits(checkout))).contains("pom.xml", "workshop/README.md");
    }

    private static List<String> texts(Set<String> changed, int commits) {
        return LabTurn.order(ALL, changed, commits).stream()
                .map(Variant::toString)
                .toList();
    }

    private static List<String> textsOf(int lab) {
        return ALL.stream()
                .filter(variant -> variant.lab().number() == lab)
                .map(Variant::toString)
                .toList();
    }
}
