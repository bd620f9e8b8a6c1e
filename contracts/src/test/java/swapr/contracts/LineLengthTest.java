package swapr.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Short lines and short files can be read on every screen. Only files in Git are checked. */
class LineLengthTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final int MAX = 120;

    /**
     * Files with lines that cannot be broken.
     *
     * @param path a regular expression for their paths
     */
    private record Exempt(String path, String reason) {}

    private static final List<Exempt> EXEMPT = List.of(
            new Exempt("contracts/released/.*", "Released files and their hashes must not change."),
            new Exempt("contracts/events/.*\\.json", "JSON cannot break a text, and the released copies are equal."),
            new Exempt("ops/grafana/.*\\.json", "JSON cannot break a text."),
            new Exempt(".*/db/(migration/)?V\\d+__\\w+\\.sql", "Flyway compares checksums of applied migrations."),
            new Exempt("workshop/.*\\.patch", "Its lines are lines of the product with a sign in front of them."),
            new Exempt("docs/architecture/choreography\\.md", "It is generated."),
            new Exempt("mvnw", "It is Maven's official wrapper."));

    @Test
    void noLineHasMoreThan120Characters() throws Exception {
        var found = new ArrayList<String>();
        for (String file : textFiles()) {
            if (EXEMPT.stream().noneMatch(exempt -> file.matches(exempt.path()))) {
                found.addAll(longLines(file));
            }
        }
        assertThat(found).as("lines with more than %d characters", MAX).isEmpty();
    }

    @Test
    void noMainFileHasMoreThan150Lines() throws Exception {
        var sources = textFiles().stream()
                .filter(file -> file.matches(".*src/main/.*\\.java"))
                .toList();

        assertThat(sources)
                .hasSizeGreaterThan(500)
                .allSatisfy(
                        file -> assertThat(Contracts.text(PROJECT.resolve(file)).lines())
                                .as(file)
                                .hasSizeLessThanOrEqualTo(150));
    }

    @Test
    void eachExemptionIsNeeded() throws Exception {
        List<String> files = textFiles();
        for (var exempt : EXEMPT) {
            assertThat(files.stream().filter(file -> file.matches(exempt.path())))
                    .as(exempt.path() + ": " + exempt.reason())
                    .anySatisfy(file -> assertThat(longLines(file)).isNotEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            Order.java,120,,false
            Order.java,121,,true
            Order.java,120, https://swapr.example/orders,false
            Order.java,121, https://swapr.example/orders,true
            Order.java,121,|,true
            orders.md,121,,true
            orders.md,121,|,false
            """)
    void aLongLineIsFound(String file, int length, @Nullable String end, boolean tooLong) {
        String text = "x".repeat(length);
        String line = end == null ? text : end.equals("|") ? "|" + text : text + end;

        assertThat(isTooLong(file, line)).isEqualTo(tooLong);
    }

    /** A line break would end a URL, and a row of a table in Markdown. */
    private static boolean isTooLong(String file, String line) {
        boolean row = file.endsWith(".md") && line.startsWith("|");
        String withoutUrls = line.replaceAll(" ?https?://\\S+", "");
        return !row && withoutUrls.codePointCount(0, withoutUrls.length()) > MAX;
    }

    private static List<String> longLines(String file) {
        var found = new ArrayList<String>();
        int number = 0;
        for (String line : Contracts.text(PROJECT.resolve(file)).lines().toList()) {
            number++;
            if (isTooLong(file, line)) {
                found.add("%s:%d: %s".formatted(file, number, line.strip()));
            }
        }
        return found;
    }

    /** The paths of all text files in Git that are not empty. */
    private static List<String> textFiles() throws IOException, InterruptedException {
        assumeTrue(Files.exists(PROJECT.resolve(".git")), "Skipped: this is no Git working tree");
        var git = new ProcessBuilder("git", "grep", "-I", "--files-with-matches", "--null", "-e", "")
                .directory(PROJECT.toFile())
                .start();
        String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).as("exit status of git grep").isZero();
        return List.of(output.split("\0"));
    }
}
