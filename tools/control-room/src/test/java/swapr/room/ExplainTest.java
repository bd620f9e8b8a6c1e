package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Explain mode has a text for each marked term, and the code and the lab of each text exist. */
class ExplainTest {

    private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();
    private static final Path PAGE = Path.of("src/main/resources/swapr/room/page");
    private static final Pattern MARK = Pattern.compile("\\b(?:data-)?term=\"([a-z0-9-]+)\"");
    private static final int MOST_WORDS = 25;

    private final JsonNode terms = Json.MAPPER.readTree(read(PAGE.resolve("explain.json")));

    @Test
    void eachMarkedTermIsExplainedAndEachExplainedTermIsOnAPage() throws IOException {
        var scripts = scripts();
        var marked = MARK.matcher(scripts)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(terms.propertyNames()).containsAll(marked);
        assertThat(terms.propertyNames())
                .hasSizeGreaterThan(20)
                .allSatisfy(term -> assertThat(scripts).as(term).containsPattern("[\"']" + term + "[\"']"));
    }

    @Test
    void eachTextHasTwoShortSentences() {
        assertThat(terms.properties()).allSatisfy(term -> {
            var sentences = term.getValue().path("text");
            assertThat(sentences.size()).as(term.getKey()).isEqualTo(2);
            sentences.forEach(sentence -> assertThat(sentence.asString())
                    .as(term.getKey())
                    .matches("[A-Z\"].*\\.")
                    .doesNotContain(". ")
                    .satisfies(text -> assertThat(text.split(" ")).hasSizeLessThanOrEqualTo(MOST_WORDS)));
        });
    }

    @Test
    void theCodeAndTheLabOfEachTextExist() {
        assertThat(terms.properties()).allSatisfy(term -> {
            var code = term.getValue().path("code").asString("").split("#", 2);
            assertThat(read(PROJECT.resolve(code[0]))).containsPattern("\\b" + code[1] + "\\b");
            var lab = term.getValue().path("lab");
            if (!lab.isNull()) {
                try (var labs = Files.list(PROJECT.resolve("workshop"))) {
                    assertThat(labs.map(directory -> directory.getFileName().toString()))
                            .anyMatch(name -> name.startsWith("%02d-".formatted(lab.asInt())));
                }
            }
        });
    }

    private static String scripts() throws IOException {
        try (var files = Files.list(PAGE)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .map(ExplainTest::read)
                    .collect(Collectors.joining());
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
