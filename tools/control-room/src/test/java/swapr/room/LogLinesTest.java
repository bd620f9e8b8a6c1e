package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The log lines of a journey are found in the files of all processes, also in those of an earlier start. */
class LogLinesTest {

    @TempDir
    private Path home;

    private Path logs = Path.of("unset");

    @BeforeEach
    void create() throws IOException {
        logs = Files.createDirectory(home.resolve("logs"));
    }

    @Test
    void theLinesWithTheIdAreInTheOrderOfTime() throws IOException {
        Files.writeString(logs.resolve("listing.log.1"), "10:01 [c-1] before the restart\n10:02 [c-2] another one\n");
        Files.writeString(logs.resolve("listing.log"), "10:04 [c-1] after the restart\n");
        Files.writeString(logs.resolve("user.log"), "10:03 [c-1] between them\nno id\n");
        Files.writeString(logs.resolve("other.log"), "10:03 [c-1] not a process of this marketplace\n");

        assertThat(lines("c-1"))
                .containsExactly(
                        "listing 10:01 [c-1] before the restart",
                        "user 10:03 [c-1] between them",
                        "listing 10:04 [c-1] after the restart");
        assertThat(lines("c-3")).isEmpty();
    }

    @Test
    void onlyTheEndOfALargeFileIsReadAndOnlyTheNewestLinesAreReturned() throws IOException {
        var line = "10:%07d [c-1] " + "x".repeat(2_000) + "\n";
        var text = new StringBuilder();
        for (var n = 0; n < 1_200; n++) {
            text.append(line.formatted(n));
        }
        Files.writeString(logs.resolve("user.log"), text);

        var answer = answer("c-1");

        assertThat(text.length()).isGreaterThan(LogLines.NEWEST);
        assertThat(answer.path("lines").size()).isEqualTo(LogLines.MOST);
        assertThat(answer.path("lines").path(LogLines.MOST - 1).path("text").asString())
                .startsWith("10:0001199")
                .hasSize(1_000);
        assertThat(answer.path("older").asInt()).isBetween(700, 1_000);
    }

    @Test
    void inContainersTheAnswerIsACommand() {
        var answer = Json.MAPPER.readTree(of(Site.CONTAINERS).answer("c-1").body());

        assertThat(answer.path("command").asString()).isEqualTo("docker compose logs --no-color | grep -F c-1");
    }

    @Test
    void anIdThatIsNotOneIsRefused() {
        assertThat(of(Site.LOCAL).answer("c;rm").status()).isEqualTo(404);
    }

    private List<String> lines(String id) {
        return answer(id)
                .path("lines")
                .valueStream()
                .map(line -> line.path("process").asString() + " "
                        + line.path("text").asString())
                .toList();
    }

    private JsonNode answer(String id) {
        return Json.MAPPER.readTree(of(Site.LOCAL).answer(id).body());
    }

    private LogLines of(Site site) {
        var nowhere = URI.create("http://127.0.0.1:1");
        var processes = List.of(new Settings.Target("listing", nowhere), new Settings.Target("user", nowhere));
        return new LogLines(new Settings(site, "", 0, "", processes, nowhere, "", home, true, "", home));
    }
}
