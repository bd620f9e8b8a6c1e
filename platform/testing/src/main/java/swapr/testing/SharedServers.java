package swapr.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;

/** Finds the servers of this Maven run for a test JVM. The first JVM of the run starts them. */
final class SharedServers {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /** Enough for the reason with its stack trace. The lines before are the broker's settings. */
    private static final int LAST_LINES = 60;

    private SharedServers() {}

    /** Returns the addresses, pids and start times that {@link InfrastructureProcess} has written. */
    static Properties joined() {
        RunOwner owner = RunOwner.ofThisRun();
        RunDirectory run = RunDirectory.of(owner);
        // In a parallel build another JVM may use the servers now. This JVM then starts its own.
        return run.locked(() -> join(run, owner)).orElseGet(() -> {
            RunDirectory own = RunDirectory.of(RunOwner.thisJvm());
            return own.locked(() -> join(own, RunOwner.thisJvm())).orElseThrow();
        });
    }

    private static Optional<Properties> join(RunDirectory run, RunOwner owner) {
        long thisPid = ProcessHandle.current().pid();
        boolean inUse = run.read("user.properties")
                .map(user -> Long.parseLong(user.getProperty("pid")))
                .filter(pid -> pid != thisPid && new RunOwner(pid).alive())
                .isPresent();
        if (inUse) {
            return Optional.empty();
        }
        Properties user = new Properties();
        user.setProperty("pid", Long.toString(thisPid));
        run.write("user.properties", user);
        Properties state = run.read(InfrastructureProcess.STATE)
                .filter(SharedServers::running)
                .orElseGet(() -> launch(run, owner));
        return Optional.of(state);
    }

    private static boolean running(Properties state) {
        return new RunOwner(Long.parseLong(state.getProperty("infrastructure.pid"))).alive();
    }

    private static Properties launch(RunDirectory run, RunOwner owner) {
        RunDirectory.abandoned().forEach(SharedServers::stopAndDelete);
        try {
            run.read(InfrastructureProcess.STATE).ifPresent(SharedServers::kill);
            new RunDirectory(run.path().resolve("kafka")).delete();
            new RunDirectory(run.path().resolve("postgres")).delete();
            Files.deleteIfExists(run.path().resolve(InfrastructureProcess.STATE));
            Path log = run.path().resolve("infrastructure.log");
            ProcessBuilder builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    InfrastructureProcess.class.getName(),
                    run.path().toString(),
                    Long.toString(owner.pid()));
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.redirectErrorStream(true).redirectOutput(log.toFile()).redirectInput(new java.io.File("/dev/null"));
            Process process = builder.start();
            Awaitility.await("the test infrastructure to start")
                    .atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive()
                            || run.read(InfrastructureProcess.STATE).isPresent());
            return run.read(InfrastructureProcess.STATE)
                    .orElseThrow(() -> new IllegalStateException("The test infrastructure did not start. Its log " + log
                            + " ends with:\n" + lastLines(log)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String lastLines(Path log) {
        try {
            List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of("(no log)");
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /**
     * Stops the servers that a killed infrastructure process left. A reused pid has another start time and is ignored.
     */
    private static void stopAndDelete(RunDirectory abandoned) {
        Properties state = abandoned.read(InfrastructureProcess.STATE).orElseGet(Properties::new);
        if (!state.isEmpty() && running(state)) {
            return;
        }
        kill(state);
        abandoned.delete();
    }

    private static void kill(Properties state) {
        for (String server : List.of("kafka", "postgres")) {
            Optional.ofNullable(state.getProperty(server + ".pid"))
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
                    .filter(process -> InfrastructureProcess.startOf(Optional.of(process))
                            .equals(state.getProperty(server + ".started")))
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
