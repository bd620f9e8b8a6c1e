package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swapr.local.LocalApps;
import swapr.workshop.LabPatches.Variant;

/** The files of each lab fit today's product. */
class LabTest {

    private static final int MAX_WORDS = 60;
    /** Of the starter and of the solution, because a learner has to write about as many lines. */
    private static final int MAX_CHANGED_LINES = 60;
    /** A mutant may contain a whole solution, and its fault. */
    private static final int MAX_LINES_OF_MUTANT = 80;

    private static final int MAX_README_LINES = 120;

    static List<Lab> labs() {
        return Lab.all(LabPatches.ROOT);
    }

    static Stream<Lab> labsWithCode() {
        return LabPatches.withCode();
    }

    static Stream<Variant> variants() {
        return LabPatches.all();
    }

    @ParameterizedTest
    @MethodSource("labs")
    void thereAreThreeShortHintsAndAShortReadme(Lab lab) {
        assertThat(lab.hints())
                .hasSize(3)
                .allSatisfy(hint -> assertThat(hint.split("\\s+")).hasSizeBetween(1, MAX_WORDS));
        assertThat(lab.text("README.md").lines()).hasSizeBetween(20, MAX_README_LINES);
        assertThat(lab.text("README.md")).startsWith("# Lab %d: %s%n".formatted(lab.number(), lab.title()));
        assertThat(lab.text("README.md").replaceAll("\\s+", " ")).contains("**" + lab.question() + "**");
    }

    @ParameterizedTest
    @MethodSource("labsWithCode")
    void theStarterHasATaskAndTheSolutionHasNone(Lab lab) {
        assertThat(texts(lab.starter())).anySatisfy(text -> assertThat(text).contains("TODO lab " + lab.number()));
        assertThat(texts(lab.solution())).noneSatisfy(text -> assertThat(text).contains("TODO"));
        assertThat(lab.mutants()).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("variants")
    void aPatchIsSmallAndChangesOnlySourcesOfTheLab(Variant variant) {
        boolean isOurs = variant.isSolution() || variant.name().equals("starter");
        assertThat(variant.patch().changedLines())
                .isLessThanOrEqualTo(isOurs ? MAX_CHANGED_LINES : MAX_LINES_OF_MUTANT);
        assertThat(variant.patch().paths())
                .allSatisfy(path -> assertThat(variant.lab().modules())
                        .anySatisfy(module -> assertThat(path).startsWith(module + "/src/main/")))
                .noneMatch(path -> path.contains("/db/"));
        assertThat(variant.texts()).hasSameSizeAs(variant.patch().paths());
        assertThat(variant.expected().isEmpty()).isEqualTo(variant.isSolution());
    }

    @ParameterizedTest
    @MethodSource("variants")
    void eachTextCompiles(Variant variant, @TempDir Path directory) throws Exception {
        var apps = new LocalApps(LabPatches.ROOT, Path.of("target/compile home").toAbsolutePath());

        new LabBuild(LabPatches.copy(variant, directory), apps).compile(variant.lab());
    }

    @ParameterizedTest
    @MethodSource("labsWithCode")
    void theFirstErrorIsShownWithItsLine(Lab lab, @TempDir Path directory) throws Exception {
        var apps = new LocalApps(LabPatches.ROOT, Path.of("target/compile home").toAbsolutePath());
        var sources = LabPatches.copy(new Variant(lab, "wrong", lab.solution(), ""), directory);
        var module = lab.modules().getFirst();
        Path file = LabCompiler.files(sources.resolve(module + "/src/main/java")).stream()
                .filter(each -> each.toString().endsWith("Controller.java"))
                .findFirst()
                .orElseThrow();
        Files.writeString(file, Files.readString(file).replaceFirst("class \\w+ \\{", "$0 int x = y; int z = y;"));

        assertThatThrownBy(() -> new LabBuild(sources, apps).build(lab))
                .isInstanceOf(LabCompiler.CompileFailure.class)
                .hasMessageMatching(
                        "(?s)\\Q%s\\E:\\d+: cannot find symbol.*int x = y.*\\^.*and 1 more; the last good .*"
                                .formatted(sources.relativize(file)));
    }

    private static List<String> texts(Patch patch) {
        return patch.applyTo(LabPatches.PRODUCT).values().stream()
                .flatMap(text -> text.stream())
                .toList();
    }
}
