package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process {@code ./swapr faults}, played by a script. */
class FaultsTest {

    /** It is built first, is ready, and answers each line. It leaves a file when its input ends. */
    private static final String SCRIPT = """
            #!/bin/sh
            echo "Building tools/chaos (log: build.log)"
            echo '{"active":false}'
            while read -r line; do
              case $line in
                *unknown*) echo '{"error":"there is no fault unknown"}' ;;
                *) printf '{"request":%s}\\n' "$line" ;;
              esac
            done
            : 2>/dev/null >"$0.ended"
            """;

    @TempDir
    Path directory;

    @Test
    void thePageAsksUntilItIsReadyAndThenGetsTheStates() throws IOException {
        var command =
                script(SCRIPT.replace("#!/bin/sh\n", "#!/bin/sh\nuntil [ -e \"$0.built\" ]; do sleep 0.05; done\n"));
        var faults = faults(command);

        assertThat(faults.states().body()).isEqualTo("{\"starting\":true}");
        Files.createFile(Path.of(command + ".built"));
        await().until(() -> !faults.states().body().contains("starting"));
        assertThat(faults.states().body()).isEqualTo("{\"request\":{\"do\":\"states\"}}");
    }

    @Test
    void onlyKnownFieldsArePassedOnInOneLine() throws IOException {
        var faults = faults(script(SCRIPT));
        await().until(() -> !faults.states().body().contains("starting"));

        var answer = faults.change("{\"do\":\"begin\",\n\"fault\":\"free\\nze\",\"other\":1,\"rate\":20}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"request\":{\"do\":\"begin\",\"fault\":\"free\\nze\",\"rate\":20}}");
        assertThat(faults.change("no JSON").status()).isEqualTo(400);
    }

    @Test
    void anErrorIsASentenceForThePage() throws IOException {
        var faults = faults(script(SCRIPT));
        await().until(() -> !faults.states().body().contains("starting"));

        var answer = faults.change("{\"do\":\"begin\",\"fault\":\"unknown\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("There is no fault unknown.");
    }

    @Test
    void theEndOfItsInputIsTheEndOfTheProcess() throws IOException {
        var command = script(SCRIPT);
        var process = new FaultProcess(command);
        await().until(process::isReady);

        process.close();

        await().until(() -> !process.isAlive());
        assertThat(Path.of(command + ".ended")).exists();
    }

    @Test
    void theRoomEndsAfterItsProcess() throws IOException {
        var command = script(SCRIPT.replace(": 2>", "sleep 1; : 2>")); // its work at the end takes some time
        var processes = processes(command);
        await().until(() -> processes.ask(FaultProcesses.STATES).isPresent());

        processes.end();

        assertThat(Path.of(command + ".ended")).exists();
    }

    @Test
    void aProcessThatDoesNotStartIsNotStartedAgainAtOnce() throws IOException {
        var command = script("#!/bin/sh\necho >>\"$0.started\"\nexit 1\n");
        var faults = faults(command);

        await().until(() -> faults.states().status() == 503);
        assertThat(faults.states().body()).contains("It did not start. Read the log: ./swapr logs room");
        assertThat(Files.readAllLines(Path.of(command + ".started"))).hasSize(1);
    }

    @Test
    void afterAKillTheNextProcessIsStartedToEndTheFaults() throws IOException {
        var command = script("""
                #!/bin/sh
                echo $$ >>"$0.started"
                echo '{"active":false}'
                while read -r line; do echo '{"active":true}'; done
                """);
        var faults = faults(command);
        await().until(() -> faults.states().body().equals("{\"active\":true}"));
        var pids = Path.of(command + ".started");

        ProcessHandle.of(Long.parseLong(Files.readAllLines(pids).getFirst()))
                .orElseThrow()
                .destroyForcibly();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readAllLines(pids).size() == 2);
    }

    @Test
    void theSummaryStartsNoProcessAndKeepsTheLastJournal() throws IOException {
        var command = script("""
                #!/bin/sh
                echo '{"active":false}'
                read -r line
                echo '{"journal":[{"fault":"freeze kafka"}],"load":{"wanted":3}}'
                """);
        var faults = faults(command);
        assertThat(faults.summary().body()).isEqualTo("{\"journal\":[]}");

        await().until(() -> faults.states().body().contains("freeze kafka"));
        await().until(() -> !faults.summary().body().contains("wanted"));
        assertThat(faults.summary().body()).isEqualTo("{\"journal\":[{\"fault\":\"freeze kafka\"}]}");
    }

    @Test
    void withoutACommandThereAreNoFaults() {
        assertThat(new Faults(null, "").states().body()).contains("was started without a program for faults");
    }

    @Test
    void faultsThatAnEarlierRoomHasLeftAreEndedAtTheStart() throws IOException {
        var command = script("#!/bin/sh\n: >\"$0.started\"\n");
        var started = Path.of(command + ".started");

        processes(command).endLeft();
        Files.createFile(directory.resolve("left"));
        processes(command).endLeft();
        assertThat(started).doesNotExist();

        Files.writeString(directory.resolve("left"), "bank\n");
        processes(command).endLeft();
        await().until(() -> Files.exists(started));
    }

    private Faults faults(String command) {
        return new Faults(processes(command), "./swapr logs room");
    }

    private FaultProcesses processes(String command) {
        return new FaultProcesses(command, directory.resolve("left"));
    }

    private String script(String text) throws IOException {
        var file = Files.writeString(directory.resolve("swapr"), text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file.toString();
    }
}
