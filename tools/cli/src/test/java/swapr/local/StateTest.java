package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class StateTest {

    @TempDir
    Path directory;

    Process process;

    @BeforeEach
    void aProcessRuns() throws Exception {
        process = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void anotherCommandFindsTheProcessesAndTheirPorts() {
        var state = new State(directory.resolve("state.json"));
        state.ports(new PortBlock(9_000));
        state.add(RunningProcess.of("mail", process.toHandle()));

        var other = new State(directory.resolve("state.json"));
        assertThat(other.ports()).isEqualTo(new PortBlock(9_000));
        assertThat(other.alive("mail")).map(RunningProcess::pid).contains(process.pid());
        assertThat(other.alive("bank")).isEmpty();
    }

    @Test
    void aPidThatBelongsToAnotherProcessIsNeverStopped() {
        var ours = RunningProcess.of("mail", process.toHandle());
        var stale = new RunningProcess("mail", ours.pid(), ours.began().minus(Duration.ofMinutes(5)));
        var state = new State(directory.resolve("state.json"));
        state.add(stale);

        assertThat(state.alive()).isEmpty();
        stale.stop();
        stale.kill();
        assertThat(process.isAlive()).isTrue();
        assertThat(state.ports()).as("no process runs").isEqualTo(new PortBlock(PortBlock.USUAL));
    }

    @Test
    void stoppingEndsTheProcessAndCanBeRepeated() throws Exception {
        var running = RunningProcess.of("mail", process.toHandle());

        Shutdown.inOrder(List.of(running));
        running.stop();

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(running.alive()).isFalse();
    }

    @Test
    void aProcessStartedAfterStoppingBeganIsKilled() throws Exception {
        var state = new State(directory.resolve("state.json"));
        var layout = new Layout(directory, directory);
        var registry = new ProcessRegistry(state, new ExitNotes(layout), layout.run());
        registry.stopEverything();

        registry.register("mail", new LaunchedProcess(process, process.pid()));

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(state.all()).isEmpty();
    }

    @Test
    void anUnreadableFileIsReportedWithTheNextStep() throws Exception {
        Files.writeString(directory.resolve("state.json"), "{\"base\":80");

        assertThatThrownBy(() -> new State(directory.resolve("state.json")))
                .hasMessageContaining("state.json")
                .hasMessageContaining("delete the file");
    }
}
