package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class ShellWrapperTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path temporary;

    Layout layout;
    ExitNotes notes;
    ProcessRegistry registry;

    @BeforeEach
    void aHomeWithASpace() {
        layout = new Layout(temporary, temporary.resolve("a home"));
        notes = new ExitNotes(layout);
        registry = new ProcessRegistry(new State(layout.state()), notes, layout.run());
    }

    @Test
    void anExitCodeIsNotedAndReturned() throws Exception {
        var launched = start("exit 3");

        assertThat(launched.process().waitFor()).isEqualTo(3);
        assertThat(notes.ending("bank")).map(ProcessExit::status).contains(3);
    }

    @Test
    void aSignalIsNotedAndThePidIsThePidOfTheProcess() throws Exception {
        var launched = start("echo said; exec sleep 60");
        assertThat(new State(layout.state()).alive("bank"))
                .map(RunningProcess::pid)
                .contains(launched.pid());
        assertThat(launched.pid()).isNotEqualTo(launched.process().pid());

        OsProcess.signal(launched.pid(), "KILL");

        assertThat(launched.process().waitFor()).isEqualTo(137);
        assertThat(notes.ending("bank")).map(ProcessExit::status).contains(137);
        assertThat(Files.readString(layout.log("bank"))).isEqualTo("said\n");
    }

    @Test
    void theSupervisorStartsUnlessTheStopWasOnPurposeOrRestartsAreOffOrSuspended() throws Exception {
        var called = layout.home().resolve("called");
        var supervisor = layout.run().resolve("keeper");
        Files.writeString(
                supervisor, "#!/bin/sh\necho \"called ${SECRET-without the secret}\" >>'%s'\n".formatted(called));
        Files.setPosixFilePermissions(supervisor, PosixFilePermissions.fromString("rwx------"));

        start("exit 1").process().waitFor();
        assertThat(OsProcess.await(SOON, () -> called.toFile().length() > 0)).isTrue();
        assertThat(Files.readString(called)).isEqualTo("called without the secret\n");
        Files.delete(called);

        var stopped = start("exec sleep 60");
        notes.stopped("bank");
        OsProcess.signal(stopped.pid(), "KILL");
        stopped.process().waitFor();
        try (var _ = new RestartPolicy(layout).held()) {
            start("exit 1").process().waitFor();
        }
        assertThat(new RestartPolicy(layout).areOn()).isTrue();
        new RestartPolicy(layout).off();
        start("exit 1").process().waitFor();
        // A wrong call would have happened before the shell ended.
        assertThat(OsProcess.await(Duration.ofMillis(300), () -> Files.exists(called)))
                .isFalse();
    }

    /** On a full disk a file can be renamed, but not written. */
    @Test
    void anExitIsNotedByARenamedEmptyFile() throws Exception {
        start("exit 3").process().waitFor();

        try (var files = Files.list(layout.run())) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName().toString()).matches("bank\\.ended\\.\\d+\\.3\\.\\d+");
                assertThat(file).isEmptyFile();
            });
        }
    }

    private LaunchedProcess start(String script) throws Exception {
        return registry.named("bank").start(List.of("sh", "-c", script), layout.log("bank"), Map.of("SECRET", "x"));
    }
}
