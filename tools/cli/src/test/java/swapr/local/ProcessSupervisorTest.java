package swapr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a real bank. The pauses are a thousandth of the normal ones. */
@SuppressWarnings("NullAway.Init")
class ProcessSupervisorTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path temporary;

    Layout layout;
    ExitNotes notes;
    State state;
    Infrastructure infrastructure;
    final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void aBankRuns() throws Exception {
        layout = new Layout(temporary, temporary.resolve("home"));
        buildBank();
        notes = new ExitNotes(layout);
        state = new State(layout.state());
        var ports = new PortBlock(Ports.free() - 6); // the bank has the seventh port
        state.ports(ports);
        var secrets = Secrets.load(layout.secrets(), Map.of());
        infrastructure = new Infrastructure(layout, ports, secrets, new ProcessRegistry(state, notes, layout.run()));
        infrastructure.bank();
        // The file switches restarts on. The script does nothing, so that the test itself runs the supervisor.
        Files.writeString(layout.run().resolve("keeper"), "#!/bin/sh\n");
    }

    /** Writes the jar of the bank into the checkout. It refers to the class path of this test. */
    private void buildBank() throws IOException {
        var jar = PlainProgram.BANK.jar(layout.root());
        Files.createDirectories(jar.resolveSibling("lib"));
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Name.MAIN_CLASS, "swapr.sandbox.bank.SandboxBank");
        var classPath = System.getProperty("java.class.path").split(File.pathSeparator, -1);
        manifest.getMainAttributes()
                .put(
                        Name.CLASS_PATH,
                        Stream.of(classPath)
                                .map(entry -> Path.of(entry).toUri().toString())
                                .collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    @AfterEach
    void stop() {
        state.reload();
        Shutdown.inOrder(state.alive());
    }

    @Test
    void aKilledProcessIsStartedAgainAndTheReasonIsReported() throws Exception {
        var first = kill();

        supervisor().run();

        state.reload();
        assertThat(state.alive("bank"))
                .map(RunningProcess::pid)
                .isNotEmpty()
                .isNotEqualTo(java.util.Optional.of(first));
        assertThat(output())
                .contains(
                        "bank was ended by signal 9 (KILL). It is started again in 0 s",
                        "1 of 5",
                        "bank is healthy again");
        assertThat(new ExitReport(layout, state).line("bank")).contains("was started again once", "signal 9 (KILL)");
    }

    @Test
    void afterFiveRestartsItGivesUpAndReportsTheNextStep() throws Exception {
        for (var i = 0; i < ProcessRestart.MOST; i++) {
            kill();
            supervisor().run();
        }
        kill();

        supervisor().run();

        state.reload();
        assertThat(state.alive("bank")).isEmpty();
        assertThat(output()).contains("1 of 5", "5 of 5", "given up", "./swapr logs bank", "./swapr up");
        assertThat(new ExitReport(layout, state).line("bank"))
                .startsWith("bank was ended by signal 9 (KILL) at ")
                .contains("started again 5 times without success", "./swapr up");
        assertThat(new ExitReport(layout, state).forGood("bank")).isTrue();

        notes.forget("bank"); // as ./swapr up does
        infrastructure.bank();
        assertThat(new ExitReport(layout, state).line("bank")).isEmpty();
    }

    @Test
    void aProcessStoppedOnPurposeStaysStopped() throws Exception {
        notes.stopped("bank");
        kill();

        supervisor().run();

        state.reload();
        assertThat(state.alive("bank")).isEmpty();
        assertThat(output()).isEmpty();
        assertThat(new ExitReport(layout, state).line("bank")).startsWith("bank was stopped on purpose at ");
    }

    @Test
    void noProcessIsStartedWhileRestartsAreSuspended() throws Exception {
        try (var _ = new RestartPolicy(layout).held()) {
            kill();
            supervisor().run();
            state.reload();
            assertThat(state.alive("bank")).isEmpty();
        }
        supervisor().run();
        state.reload();
        assertThat(state.alive("bank")).isNotEmpty();
    }

    @Test
    void onlyOneSupervisorRunsAndItWaitsForARunningStart() throws Exception {
        kill();
        var supervisors = new ArrayList<Process>();
        try (var up = FileChannel.open(
                        layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = up.lock()) {
            supervisors.add(supervisorProcess());
            assertThat(OsProcess.await(SOON, () -> Files.exists(layout.run().resolve("keeper.json"))))
                    .isTrue();
            for (var i = 0; i < 2; i++) {
                var another = supervisorProcess();
                supervisors.add(another);
                assertThat(another.waitFor()).as("ends at once").isZero();
            }
            assertThat(supervisors.getFirst().isAlive()).isTrue();
            state.reload();
            assertThat(state.alive("bank")).isEmpty();
        }
        assertThat(supervisors.getFirst().waitFor()).isZero();
        state.reload();
        assertThat(state.alive()).hasSize(1);
    }

    @Test
    void switchingRestartsOffEndsTheSupervisor() throws Exception {
        kill();
        try (var up = FileChannel.open(
                        layout.home().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = up.lock()) {
            var supervisor = supervisorProcess();
            OsProcess.await(SOON, () -> Files.exists(layout.run().resolve("keeper.json")));

            new RestartPolicy(layout).off();

            assertThat(supervisor.waitFor()).isNotZero();
        }
        supervisor().run();
        state.reload();
        assertThat(state.alive("bank")).isEmpty();
    }

    private Process supervisorProcess() throws Exception {
        var builder = new ProcessBuilder(
                        Jvm.java(),
                        "-Xmx64m",
                        "-Dswapr.root=" + layout.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProcessSupervisor.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(layout.log("keeper").toFile());
        builder.environment().put("SWAPR_HOME", layout.home().toString());
        return builder.start();
    }

    private long kill() {
        state.reload();
        var bank = state.alive("bank").orElseThrow();
        OsProcess.signal(bank.pid(), "KILL");
        assertThat(OsProcess.await(SOON, () -> notes.ending("bank").isPresent()))
                .isTrue();
        return bank.pid();
    }

    private ProcessSupervisor supervisor() {
        return new ProcessSupervisor(
                layout, new PrintStream(output, true, StandardCharsets.UTF_8), Duration.ofMillis(1));
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
