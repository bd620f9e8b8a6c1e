package swapr.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class InfrastructureTest {

    @TempDir
    Path logs;

    private final List<Process> started = new ArrayList<>();
    private Process owner;

    @BeforeEach
    void startAnOwner() throws IOException {
        owner = start("an owner", List.of("sleep", "600"));
    }

    @AfterEach
    void stopAllProcesses() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void testJvmsOfOneRunShareEmptyServersThatEndWithTheOwner() throws Exception {
        String first = output(testJvm("leave-a-topic"));
        String second = output(testJvm("list-topics"));

        assertThat(first).contains("topics: [left-behind]");
        assertThat(second).contains("topics: []");
        assertThat(addressIn(second)).isEqualTo(addressIn(first));

        List<RunOwner> processes = processes("infrastructure", "kafka", "postgres");
        assertThat(processes).allMatch(RunOwner::alive);
        owner.destroyForcibly().waitFor();

        waitUntil(() -> processes.stream().noneMatch(RunOwner::alive));
        waitUntil(() -> !Files.exists(run()));
    }

    @Test
    void aConcurrentTestJvmGetsItsOwnServers() throws Exception {
        Process staying = testJvm("stay");
        waitUntil(() -> log(staying).contains("topics:"));

        String concurrent = output(testJvm("list-topics"));

        assertThat(addressIn(concurrent)).isNotEqualTo(addressIn(log(staying)));
    }

    @Test
    void theNextTestJvmStopsTheServersOfAKilledInfrastructure() throws Exception {
        output(testJvm("list-topics"));
        List<RunOwner> servers = processes("kafka", "postgres");
        kill(processes("infrastructure"));

        output(testJvm("list-topics"));

        waitUntil(() -> servers.stream().noneMatch(RunOwner::alive));
    }

    @Test
    void theNextRunCleansUpAfterAKilledRun() throws Exception {
        output(testJvm("list-topics"));
        Path abandoned = run();
        List<RunOwner> servers = processes("kafka", "postgres");
        kill(processes("infrastructure")); // before its owner, because it would clean up otherwise
        owner.destroyForcibly().waitFor();

        owner = start("the next owner", List.of("sleep", "600"));
        output(testJvm("list-topics"));

        waitUntil(() -> servers.stream().noneMatch(RunOwner::alive) && !Files.exists(abandoned));
    }

    @Test
    void aFailedStartEndsWithItsReason() throws Exception {
        Files.createDirectories(run().resolve("kafka.log")); // so the log cannot be written

        Process failed = testJvm("list-topics");

        assertThat(failed.waitFor(60, TimeUnit.SECONDS)).as(log(failed)).isTrue();
        assertThat(failed.exitValue()).isEqualTo(1);
        assertThat(log(failed)).contains("The test infrastructure did not start", "kafka.log");
    }

    private Path run() {
        return RunDirectory.parent().resolve(Long.toString(owner.pid()));
    }

    private List<RunOwner> processes(String... names) {
        Properties state =
                new RunDirectory(run()).read(InfrastructureProcess.STATE).orElseThrow();
        return Stream.of(names)
                .map(name -> new RunOwner(Long.parseLong(state.getProperty(name + ".pid"))))
                .toList();
    }

    private static void kill(List<RunOwner> processes) {
        processes.forEach(process -> ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroyForcibly));
        waitUntil(() -> processes.stream().noneMatch(RunOwner::alive));
    }

    private static void waitUntil(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(condition);
    }

    private Process testJvm(String what) throws IOException {
        return start(
                what + started.size(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-D" + RunOwner.PROPERTY + "=" + owner.pid(),
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

    private final Map<Long, Path> logOf = new HashMap<>();

    private String output(Process process) throws Exception {
        // Longer than a start may take, so that the process itself says why it failed.
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).as(log(process)).isTrue();
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
