package swapr.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LabCommandTest {

    @TempDir
    Path home;

    private Labs labs;
    private CommandLine command;

    @BeforeEach
    void read() {
        labs = new Labs(LabPatches.ROOT, home, new PrintStream(OutputStream.nullOutputStream(), true, UTF_8));
        command = LabCommand.commandLine(labs);
        command.setOut(new PrintWriter(Writer.nullWriter()));
    }

    @Test
    void eachCommandHasAHelp() {
        assertThat(command.getSubcommands())
                .containsKeys(
                        "start", "check", "hint", "solution", "accuse", "compare", "contracts", "metrics", "slides")
                .allSatisfy((name, _) ->
                        assertThat(command.execute(name, "--help")).as(name).isZero());
    }

    @Test
    void aCommandOfALabAndAToolRun() {
        assertThat(command.execute("list")).isZero();
        assertThat(command.execute(
                        "slides", "--output", home.resolve("slides.html").toString()))
                .isZero();
        assertThat(home.resolve("slides.html")).isNotEmptyFile();
    }

    @Test
    void theObservingCommandsShowTheMarketplaceOfTheOpenLab() {
        assertThat(labs.state().observedHome()).isEqualTo(home);

        labs.state().open(new LabState.Open(12, "base", 8080));

        assertThat(labs.state().observedHome()).isEqualTo(home.resolve("lab"));
        assertThat(command.execute("metrics"))
                .as("a service that does not run is up 0, and no error")
                .isZero();
        assertThat(command.execute("compare")).as("without a broker").isEqualTo(1);
    }
}
