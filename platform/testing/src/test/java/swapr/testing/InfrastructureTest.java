package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfrastructureTest {

    @TempDir
    Path logs;

    private final List<Process> started = new ArrayList<>();
    private Process owner;

    @BeforeEach
    void somebodyOwnsTheInfrastructure() throws IOException {
        owner = start("an owner", List.of("sleep", "600"));
    }

    @AfterEach
    void leaveNothingRunning() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void laterTestJvmsOfARunUseTheSameServersAndFindThemEmpty() throws Exception {
        String first = output(testJvm("leave-a-topic"));
        String second = output(testJvm("list-topics"));

        assertThat(first).contains("topics: [left-behind]");
        assertThat(second).contains("topics: []");
        assertThat(addressIn(second)).isEqualTo(addressIn(first));
    }

    @Test
    void aTestJvmThatRunsBesideAnotherGetsServersOfItsOwn() throws Exception {
        Process staying = testJvm("stay");
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> log(staying).contains("topics:"));

        String beside = output(testJvm("list-topics"));

        assertThat(addressIn(beside)).isNotEqualTo(addressIn(log(staying)));
    }

    @Test
    void theServersEndAndTheirFilesVanishWhenTheOwnerIsKilled() throws Exception {
        output(testJvm("list-topics"));
        Path run = RunDirectory.parent().resolve(Long.toString(owner.pid()));
        Properties state =
                new RunDirectory(run).read(InfrastructureProcess.STATE).orElseThrow();
        List<Owner> servers = List.of("infrastructure.pid", "kafka.pid", "postgres.pid").stream()
                .map(key -> new Owner(Long.parseLong(state.getProperty(key))))
                .toList();
        assertThat(servers).allMatch(Owner::alive);

        owner.destroyForcibly().waitFor();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> servers.stream().noneMatch(Owner::alive));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !Files.exists(run));
    }

    @Test
    void aRunWhoseOwnerAndInfrastructureWereBothKilledIsSweptByTheNext() throws Exception {
        output(testJvm("list-topics"));
        Path run = RunDirectory.parent().resolve(Long.toString(owner.pid()));
        Properties state =
                new RunDirectory(run).read(InfrastructureProcess.STATE).orElseThrow();
        owner.destroyForcibly().waitFor();
        ProcessHandle.of(Long.parseLong(state.getProperty("infrastructure.pid")))
                .ifPresent(ProcessHandle::destroyForcibly);
        owner = start("the next owner", List.of("sleep", "600"));

        output(testJvm("list-topics"));

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !Files.exists(run));
        assertThat(new Owner(Long.parseLong(state.getProperty("kafka.pid"))).alive())
                .isFalse();
        assertThat(new Owner(Long.parseLong(state.getProperty("postgres.pid"))).alive())
                .isFalse();
    }

    private Process testJvm(String what) throws IOException {
        return start(
                what + started.size(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + Owner.PROPERTY + "=" + owner.pid(),
                        ATestJvm.class.getName(),
                        what));
    }

    private Process start(String name, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().putAll(Map.of("CLASSPATH", System.getProperty("java.class.path")));
        Process process = builder.start();
        logOf.put(process.pid(), logs.resolve(name + ".log"));
        started.add(process);
        return process;
    }

    private final Map<Long, Path> logOf = new java.util.HashMap<>();

    private String output(Process process) throws Exception {
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(log(process)).isZero();
        return log(process);
    }

    private String log(Process process) throws IOException {
        return Files.readString(logOf.get(process.pid()));
    }

    private static String addressIn(String log) {
        return log.lines()
                .filter(line -> line.startsWith("broker: "))
                .findFirst()
                .orElseThrow();
    }
}
