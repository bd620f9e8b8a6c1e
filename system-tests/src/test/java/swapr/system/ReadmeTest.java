package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs each command of the README. Only the ports differ, because the user's own marketplace may be running. */
@ExtendWith(RunningMarketplace.class)
class ReadmeTest {

    private static final Path README = Path.of("../README.md");

    static List<String> blocksUnder(String heading) throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf("## " + heading + "\n");
        assertThat(from).as("the README has a section " + heading).isNotNegative();
        int to = readme.indexOf("\n## ", from);
        var blocks = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(readme.substring(from, to < 0 ? readme.length() : to));
        List<String> found = new ArrayList<>();
        while (blocks.find()) {
            found.add(blocks.group(1));
        }
        assertThat(found).as("commands under " + heading).isNotEmpty();
        return found;
    }

    static String run(String commands) {
        return Swapr.shell(commands.replaceAll("127\\.0\\.0\\.1:80([89]\\d)", "127.0.0.1:180$1"))
                .expecting(0)
                .output();
    }

    @Test
    void theReadmeHasTheTwoCommandsOfTheBuild() throws IOException {
        assertThat(blocksUnder("Two commands").getFirst().lines().map(line -> line.replaceAll("\\s*#.*", "")))
                .containsExactly("./swapr up", "./mvnw verify");
        assertThat(Files.readString(Path.of("../.ci/run"))).contains("./mvnw -B -ntp verify");
    }

    @Test
    void theDemoRunsTheFirstFlow() throws IOException {
        assertThat(run(blocksUnder("Two commands").get(1)))
                .contains("OrderConfirmed", "ListingSold", "All steps were observed from outside");
    }

    @Test
    void theFirstFlowByHandHasTheShownOutput() throws IOException {
        String output = run(String.join("", blocksUnder("The first flow, by hand")));

        assertThat(output)
                .contains(
                        "\"status\":\"CONFIRMED\"",
                        "\"status\":\"SOLD\"",
                        "\"price\":{\"amount\":\"250.00\",\"currency\":\"USD\"}");
        String shown = Files.readString(README)
                .replaceAll("(?s).*```json\n(.*?)```.*", "$1")
                .replace(",\n ", ","); // the README breaks long lines
        assertThat(withoutIds(output))
                .as("the README's output, without ids and times")
                .contains(withoutIds(shown).lines().toList());

        String look = run(String.join("", blocksUnder("What to look at next")));

        assertThat(look)
                .contains(
                        "\"event_type\":\"OrderPlaced\"",
                        "aggregate_version",
                        "applied",
                        "swapr_outbox_pending",
                        "postgres")
                // Other test classes may have left dead letters in the same marketplace.
                .containsPattern("No dead letters\\.|NAME +STATE +TYPE");
    }

    @Test
    void theCommandsInTheTextWork() throws IOException {
        String readme = Files.readString(README).replaceAll("(?s)```.*?```", "");
        List<String> named = Pattern.compile("`((?:\\./swapr|\\./mvnw|docker|ls) [^`]*)`")
                .matcher(readme)
                .results()
                .map(command -> command.group(1))
                .distinct()
                .toList();

        assertThat(run("./swapr logs listing")).contains("[listing-service]");
        assertThat(run("./swapr doctor")).contains("11 of 11 processes");
        assertThat(run("./swapr chaos --list")).contains("kill-purchase");
        assertThat(run("./swapr chaos --check")).contains("all of them hold.");
        assertThat(run("ls */src/main/java/swapr/*/When*.java")).contains("purchase/WhenListingReserved.java");
        assertThat(named)
                .as("the commands above, those that started this marketplace, and those of JourneysTest and LoadTest")
                .containsExactlyInAnyOrder(
                        "./swapr logs NAME",
                        "./swapr status",
                        "./swapr doctor",
                        "./swapr chaos --list",
                        "./swapr chaos --check",
                        "./swapr load",
                        "ls */src/main/java/swapr/*/When*.java",
                        "./swapr up",
                        "./swapr up --port 9080",
                        "./swapr up --fresh",
                        "./swapr down",
                        "./swapr down --kill listing",
                        "./mvnw verify -Pdocker",
                        "./mvnw verify -Pchaos",
                        "docker compose logs secrets",
                        "docker compose exec room cat /tmp/link",
                        "docker compose --profile observability up",
                        "docker compose --profile '*' down");
    }

    static String withoutIds(String json) {
        return json.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID").replaceAll("\\d{4}-\\d\\d-\\d\\dT[^\"]*", "TIME");
    }

    @Test
    void theComposeFileIsValid() throws IOException {
        assertThat(blocksUnder("With Docker").getFirst()).contains("docker compose up");
        assumeThat(Swapr.shell("docker compose version").code())
                .as("docker compose is installed")
                .isZero();
        assertThat(Swapr.shell("docker compose config --quiet").expecting(0).output())
                .isEmpty();
    }
}
