package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swapr.workshop.Patch.PatchException;

class PatchTest {

    private static final String PATCH = """
            diff --git a/Order.java b/Order.java
            index 8d98ab11eb162ebaf949e8a540b9c92fcacd2e55..e883ca568bd3dadefcc1d0061c4f5f57f4269ef5 100644
            --- a/Order.java
            +++ b/Order.java
            @@ -2,3 +2,3 @@ class Order {
             b
            -c
            +C
             d
            """;

    @Test
    void aHunkIsAppliedWhereItSays() {
        assertThat(apply(PATCH, "a\nb\nc\nd\ne\n")).isEqualTo("a\nb\nC\nd\ne\n");
    }

    @Test
    void aHunkIsAppliedElsewhereIfThePlaceIsTheOnlyOne() {
        assertThat(apply(PATCH, "new\nnew\na\nb\nc\nd\n")).isEqualTo("new\nnew\na\nb\nC\nd\n");
    }

    @Test
    void theNextHunksFollowTheShiftOfTheFirst() {
        var patch = PATCH + """
                @@ -7,2 +7,3 @@
                 x
                +y
                 x
                """;

        assertThat(apply(patch, "new\na\nb\nc\nd\ne\nf\nx\nx\nx\n")).isEqualTo("new\na\nb\nC\nd\ne\nf\nx\ny\nx\nx\n");
    }

    @Test
    void aHunkWithSeveralPlacesIsRefused() {
        assertThatThrownBy(() -> apply(PATCH, "b\nc\nd\nb\nc\nd\n"))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining("Order.java: the hunk @@ -2,3 +2,3 @@ class Order { matches at 2 places");
    }

    @Test
    void aHunkIsNotAppliedToSimilarLines() {
        assertThatThrownBy(() -> apply(PATCH, "a\nb\nc \nd\n"))
                .isInstanceOf(PatchException.class)
                .hasMessageContaining("matches at 0 places");
    }

    @Test
    void aPatchIsNotAppliedTwice() {
        var once = apply(PATCH, "a\nb\nc\nd\n");

        assertThatThrownBy(() -> apply(PATCH, once)).isInstanceOf(PatchException.class);
    }

    @Test
    void aFileIsAddedAndAnotherOneIsDeleted() {
        var patch = Patch.parse("""
                diff --git a/New.java b/New.java
                new file mode 100644
                --- /dev/null
                +++ b/New.java
                @@ -0,0 +1,2 @@
                +one
                +two
                diff --git a/Old.java b/Old.java
                deleted file mode 100644
                --- a/Old.java
                +++ /dev/null
                @@ -1 +0,0 @@
                -gone
                """);
        var product = Map.of("Old.java", "gone\n");

        assertThat(patch.applyTo(path -> Optional.ofNullable(product.get(path))))
                .containsEntry("New.java", Optional.of("one\ntwo\n"))
                .containsEntry("Old.java", Optional.empty());
        assertThat(patch.changedLines()).isEqualTo(3);
        assertThatThrownBy(() -> patch.applyTo(path -> Optional.of("gone\n")))
                .hasMessage("New.java exists already in the product");
        assertThatThrownBy(() ->
                        patch.applyTo(path -> path.startsWith("Old") ? Optional.of("gone\nmore\n") : Optional.empty()))
                .hasMessage("Old.java has more lines than the patch deletes");
        assertThatThrownBy(() -> patch.applyTo(path -> Optional.empty())).hasMessage("Old.java is not in the product");
    }

    @Test
    void anEmptyPatchChangesNothing() {
        assertThat(Patch.parse("").applyTo(path -> Optional.of(path))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "some text",
                "--- a/Order.java\n@@ -1 +1 @@",
                "@@ -1 +1 @@\n-a\n+b",
                "--- a/Order.java\n+++ b/Order.java\n@@ -1,2 +1 @@\n-a\n",
                "--- a/Order.java\n+++ b/Order.java\n@@ -1,2 +1,2 @@\n-a\nb\n",
                "--- a/Order.java\n+++ b/Order.java\n@@ one @@\n-a\n"
            })
    void aTextThatIsNoDiffIsRefused(String text) {
        assertThatThrownBy(() -> Patch.parse(text))
                .isInstanceOf(PatchException.class)
                .hasMessageMatching("line \\d+ of the patch .*");
    }

    private static String apply(String patch, String product) {
        return Patch.parse(patch)
                .applyTo(path -> Optional.of(product))
                .getOrDefault("Order.java", Optional.empty())
                .orElseThrow();
    }
}
