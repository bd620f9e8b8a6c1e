package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs each command of {@code docs/tour.md} in one shell, in its order. The output of each stop must contain the lines
 * that the page shows, without ids and times. Where the page shows an ellipsis, the output may contain more.
 */
@ExtendWith(RunningMarketplace.class)
class TourTest {

    private static final Path TOUR = Path.of("../docs/tour.md");
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);
    private static final String END = "=== end of a stop ===\n";

    @Test
    void eachStopHasTheShownOutput() throws IOException {
        List<String> commands = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        var blocks = BLOCK.matcher(Files.readString(TOUR));
        while (blocks.find()) {
            if (blocks.group(1).equals("sh")) {
                commands.add(blocks.group(2) + "echo '%s'\n".formatted(END.strip()));
                shown.add("");
            } else {
                shown.set(shown.size() - 1, blocks.group(2));
            }
        }
        assertThat(commands).as("the preparation and twelve stops").hasSize(13);

        String[] outputs = ReadmeTest.run(String.join("", commands)).split(END, -1);

        for (int stop = 0; stop < shown.size(); stop++) {
            List<String> expected = fragments(shown.get(stop));
            if (!expected.isEmpty()) {
                assertThat(withoutIds(outputs[stop]))
                        .as("stop %d, without ids and times", stop)
                        .containsSubsequence(expected);
            }
        }
    }

    /** The parts of the shown lines between the ellipses, in their order. */
    private static List<String> fragments(String shown) {
        return shown.lines()
                .flatMap(line -> Pattern.compile("…").splitAsStream(line))
                .map(fragment -> withoutIds(fragment).strip())
                .filter(fragment -> !fragment.isEmpty())
                .toList();
    }

    /** Numbers differ, too: offsets, positions and counters. Columns are as wide as their content. */
    private static String withoutIds(String output) {
        return ReadmeTest.withoutIds(output)
                .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d[0-9:.+]*", "TIME")
                .replaceAll("\\d+", "N")
                .replaceAll(" +", " ");
    }
}
