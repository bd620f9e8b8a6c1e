package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a Git repository with one module, {@code shop-service}, and one other module. */
@SuppressWarnings("NullAway.Init")
class LabFilesTest {

    private static final String ORDER = "shop-service/src/main/java/Order.java";
    private static final String OLD = "shop-service/src/main/java/Old.java";
    private static final String PATCH = """
            --- a/%s
            +++ b/%s
            @@ -1,3 +1,2 @@
             class Order {
            -    int price;
             }
            --- a/%s
            +++ /dev/null
            @@ -1 +0,0 @@
            -class Old {}
            """.formatted(ORDER, ORDER, OLD);
    private static final Patch STARTER = Patch.parse(PATCH);

    @TempDir
    Path root;

    Checkout checkout;
    LabFiles files;

    @BeforeEach
    void aCheckout() throws Exception {
        write(ORDER, "class Order {\n    int price;\n}\n");
        write(OLD, "class Old {}\n");
        write("other/src/main/java/Other.java", "class Other {}\n");
        write(".gitignore", "workshop/mine/\n");
        git("init", "-q");
        commit("The product");
        checkout = new Checkout(root);
        files = new LabFiles(checkout, checkout.head(), List.of("shop-service"));
    }

    @Test
    void theStarterIsWrittenAndTheProductComesBack() throws Exception {
        files.write(STARTER);
        assertThat(read(ORDER)).isEqualTo("class Order {\n}\n");
        assertThat(root.resolve(OLD)).doesNotExist();
        assertThat(files.changed()).containsExactly(OLD, ORDER);

        write("shop-service/src/main/java/Extra.java", "class Extra {}\n");
        files.writeProduct();

        assertThat(git("status", "--porcelain")).isEmpty();
        assertThat(read(OLD)).isEqualTo("class Old {}\n");
    }

    @Test
    void theLearnersTextIsSavedAndComesBackWithDeletedAndNewFiles() throws Exception {
        files.write(STARTER);
        write(ORDER, "class Order {\n    int mine;\n}\n");
        write("shop-service/src/main/java/Extra.java", "class Extra {}\n");

        var saved = files.saveUnless(STARTER, 3).orElseThrow();
        files.write(STARTER);
        assertThat(root.resolve("shop-service/src/main/java/Extra.java")).doesNotExist();
        assertThat(new Attempts(root, 3).all()).containsExactly(saved);
        assertThat(saved.getParent()).isEqualTo(root.resolve("workshop/mine/03"));

        files.writeAttempt(saved);
        assertThat(read(ORDER)).contains("int mine");
        assertThat(read("shop-service/src/main/java/Extra.java")).isEqualTo("class Extra {}\n");
        assertThat(root.resolve(OLD)).doesNotExist();
    }

    @Test
    void twoTextsOfOneSecondAreBothKept() throws Exception {
        for (var text : List.of("one", "two", "three")) {
            write(ORDER, text);
            assertThat(files.saveUnless(STARTER, 3)).isPresent();
        }

        assertThat(new Attempts(root, 3).all()).hasSize(3);
    }

    @Test
    void aTextThatIsExactlyTheStarterNeedsNoCopy() throws Exception {
        files.write(STARTER);
        assertThat(files.saveUnless(STARTER, 3)).isEmpty();

        write(ORDER, "class Order {}\n");
        assertThat(files.saveUnless(STARTER, 3)).isPresent();
    }

    @Test
    void ownChangesInTheModulesAreRefusedAndOthersAreNot() throws Exception {
        write("other/src/main/java/Other.java", "class Mine {}\n");
        files.requireProduct(3);

        write("shop-service/src/main/java/Extra.java", "class Extra {}\n");
        assertThatThrownBy(() -> files.requireProduct(3))
                .hasMessageContaining(
                        "shop-service/src/main/java/Extra.java: changes of yours, and lab 3 needs this module")
                .hasMessageContaining("./swapr lab start 3 --keep");
    }

    @Test
    void anInterruptedWriteIsRepairedByTheNextOne() throws Exception {
        Files.delete(root.resolve(OLD)); // the write ended after its first file
        Files.writeString(root.resolve(ORDER).resolveSibling(".lab-1.tmp"), "half");

        files.write(STARTER);

        assertThat(files.changed()).containsExactly(OLD, ORDER);
    }

    @Test
    void aLabWithoutCodeChangesNoFile() throws Exception {
        var none = new LabFiles(checkout, checkout.head(), List.of());
        write(ORDER, "class Mine {}\n");

        none.requireProduct(14);
        none.writeProduct();

        assertThat(read(ORDER)).isEqualTo("class Mine {}\n");
    }

    @Test
    void changesElsewhereAreNoticed() throws Exception {
        write("other/src/main/java/Other.java", "class Mine {}\n");
        write(ORDER, "class Order {}\n");

        assertThat(checkout.changedElsewhere(checkout.head(), List.of("shop-service")))
                .containsExactly("other/src/main/java/Other.java");
    }

    @Test
    void theDifferenceToTheSolutionIsShown() throws Exception {
        write(ORDER, "class Order {\n    int mine;\n}\n");

        assertThat(files.difference(Patch.parse("")))
                .contains("--- a/yours/" + ORDER, "-    int mine;", "+    int price;")
                .doesNotContain("Old.java");
    }

    @Test
    void aMissingFileOfTheSolutionIsShown() throws Exception {
        Files.delete(root.resolve(OLD)); // no other file differs

        assertThat(files.difference(Patch.parse(""))).contains("+++ b/solution/" + OLD, "+class Old {}");
    }

    @Test
    void theTimesOfTheProductComeBack() throws Exception {
        var before = FileTime.from(Instant.parse("2026-01-01T00:00:00.123456789Z"));
        var directory = root.resolve(ORDER).getParent();
        var times = new FileTimes(root, new PropertiesFile(root.resolve("times.properties")));
        for (var file : List.of(root.resolve(ORDER), root.resolve(OLD), directory)) {
            Files.setLastModifiedTime(file, before);
        }
        times.note(List.of("shop-service"));
        files.write(STARTER);
        assertThat(Files.getLastModifiedTime(directory)).isGreaterThan(before);

        files.writeProduct();
        times.restore();

        assertThat(Files.getLastModifiedTime(root.resolve(ORDER))).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(root.resolve(OLD))).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(directory)).isEqualTo(before);
    }

    @Test
    void aDirectoryWithoutGitIsRefused(@TempDir Path empty) {
        assertThatThrownBy(() -> new Checkout(empty).head()).hasMessageContaining("is not a Git checkout");
    }

    @Test
    void aCommitOfTheLearnerDoesNotBecomeTheProduct() throws Exception {
        var lab = lab();
        var texts = texts();
        var product = checkout.head();
        assertThat(texts.product(lab)).isEqualTo(product);
        write("other/src/main/java/Other.java", "class Mine {}\n");
        commit("A change elsewhere");
        assertThat(texts.product(lab)).as("the patches fit").isEqualTo(checkout.head());

        files.write(STARTER);
        commit("The starter");
        write(ORDER, "class Order {\n    int mine;\n}\n");
        commit("An attempt");

        assertThat(texts.product(lab)).isEqualTo(product);
        var again = new LabFiles(checkout, texts.product(lab), List.of("shop-service"));
        assertThatThrownBy(() -> again.requireProduct(3)).hasMessageContaining(ORDER + ": changes of yours");
    }

    @Test
    void aPatchThatDoesNotFitAnyMoreSavesTheText() throws Exception {
        write(ORDER, "class Order {\n    int mine;\n}\n");
        var other = Patch.parse("""
                --- a/%s
                +++ b/%s
                @@ -1 +1 @@
                -class Listing {
                +class Order {
                """.formatted(ORDER, ORDER));

        assertThat(files.saveUnless(other, 3)).isPresent();
    }

    @Test
    void changesFromBeforeTheLabsComeBackUnlessTheFileHasNewerOnes() throws Exception {
        write(ORDER, "class Order {\n    int mine;\n}\n");
        var saved = files.saveUnless(Patch.parse(""), Attempts.BEFORE_LABS).orElseThrow();
        files.writeProduct();

        texts().saved().restore(0, saved.getFileName().toString());
        assertThat(read(ORDER)).contains("int mine");

        write(ORDER, "class Order {\n    int newer;\n}\n");
        assertThatThrownBy(() -> texts().saved().restore(0, saved.getFileName().toString()))
                .hasMessageContaining(ORDER + " has newer changes");
        assertThat(read(ORDER)).contains("int newer");
    }

    private LabTexts texts() {
        return new LabTexts(root, new LabState(root.resolve("state")), checkout, System.out);
    }

    /** A lab of the module {@code shop-service} with our starter. */
    private Lab lab() throws IOException {
        write(".git/lab/.trainer/starter.patch", PATCH);
        write(".git/lab/.trainer/solution.patch", "");
        return new Lab(3, root.resolve(".git/lab"), "", "", 30, 1, List.of("shop"), List.of(), List.of());
    }

    private void commit(String subject) throws Exception {
        git("add", "-A");
        git("-c", "user.name=Sina", "-c", "user.email=sina@example.org", "commit", "-q", "-m", subject);
    }

    private String read(String path) throws IOException {
        return Files.readString(root.resolve(path));
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    private String git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
