package swapr.workshop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlidesTest {

    private static final Path DECKS = Path.of("slides");

    @Test
    void aDeckIsSplitIntoSlidesAndNotes() {
        assertThat(new Slides().deck("# One\n\n???\nSay this.\n\n---\n\n# Two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"))
                .startsWith("<section data-deck><h1>One</h1>\n<aside><p>Say this.</p>\n</aside></section>\n<section>")
                .contains("<h1>Two</h1>")
                .contains("<td>1</td>")
                .doesNotContain("---");
    }

    @Test
    void htmlInADeckIsShownAsText() {
        assertThat(new Slides().deck("<script>alert(1)</script>")).doesNotContain("<script>");
    }

    @Test
    void thePageHasAllDecksAndLoadsNothing(@TempDir Path directory) throws IOException {
        Path page = directory.resolve("new/slides.html");

        new Slides().write(DECKS, page);

        assertThat(Files.readString(page))
                .contains("Events between services", "Operating it")
                .doesNotContain("{{slides}}", "src=", "<link", "@import", "url(");
    }

    @Test
    void eachDeckBeginsWithATitleAndEachSlideHasNotes() throws IOException {
        try (Stream<Path> files = Files.list(DECKS)) {
            List<Path> decks = files.sorted().toList();
            assertThat(decks).hasSize(6);
            for (Path deck : decks) {
                for (String slide : Files.readString(deck).split("(?m)^---$", -1)) {
                    assertThat(slide.strip())
                            .as(deck + ": " + slide)
                            .startsWith("# ")
                            .contains("\n???\n");
                }
            }
        }
    }
}
