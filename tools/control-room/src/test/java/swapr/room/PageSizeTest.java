package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A first visit loads little. The modules of the other pages are loaded when a person opens them. */
class PageSizeTest {

    private static final int MOST_BYTES = 80_000;
    private static final Pattern FILE = Pattern.compile("(?:src|href)=\"/room/([a-z.]+)\"|from '/room/([a-z.]+)'");

    @Test
    void aFirstVisitLoadsAtMostEightyKilobytes() {
        var files = new TreeSet<String>();
        var bytes = add("index.html", files);

        assertThat(files)
                .contains("index.html", "app.js", "preact.js", "map.js")
                .doesNotContain("journey.js");
        assertThat(bytes).isBetween(50_000, MOST_BYTES);
    }

    @Test
    void allFilesTogetherHaveAtMost160Kilobytes() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/swapr/room/page"))) {
            long library = Page.file("preact.js").body().length();
            assertThat(files.mapToLong(file -> file.toFile().length()).sum() + library)
                    .isBetween(MOST_BYTES + 1L, 160_000L);
        }
    }

    /** The size of a file and of all files that it names, without those that are counted already. */
    private static int add(String name, Set<String> counted) {
        if (!counted.add(name)) {
            return 0;
        }
        var answer = Page.file(name);
        assertThat(answer.status()).as(name).isEqualTo(200);
        var bytes = answer.body().length();
        for (var named : FILE.matcher(answer.body()).results().toList()) {
            bytes += add(named.group(1) == null ? named.group(2) : named.group(1), counted);
        }
        return bytes;
    }
}
