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

/** How a test JVM comes by the servers of its Maven run: it joins those that run, or is the first and starts them. */
final class SharedServers {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private SharedServers() {}

    /** What {@link InfrastructureProcess} says about its servers. */
    static Properties joined() {
        RunOwner owner = RunOwner.ofThisRun();
        RunDirectory run = RunDirectory.of(owner);
        // Somebody else's tests run on it right now (parallel builds): ours get servers of their own.
        return run.locked(() -> join(run, owner)).orElseGet(() -> {
            RunDirectory own = RunDirectory.of(RunOwner.thisJvm());
            return own.locked(() -> join(own, RunOwner.thisJvm())).orElseThrow();
        });
    }

    private static Optional<Properties> join(RunDirectory run, RunOwner owner) {
        long me = ProcessHandle.current().pid();
        boolean inUse = run.read("user.properties")
                .map(user -> Long.parseLong(user.getProperty("pid")))
                .filter(pid -> pid != me && new RunOwner(pid).alive())
                .isPresent();
        if (inUse) {
            return Optional.empty();
        }
        Properties user = new Properties();
        user.setProperty("pid", Long.toString(me));
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
        RunDirectory.abandoned().forEach(SharedServers::sweep);
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
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive()
                            || run.read(InfrastructureProcess.STATE).isPresent());
            return run.read(InfrastructureProcess.STATE)
                    .orElseThrow(() -> new IllegalStateException(
                            "The test infrastructure did not start: " + log + "\n" + read(log)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path log) {
        try {
            return Files.exists(log) ? Files.readString(log) : "(no log)";
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** What a killed infrastructure process could not stop itself. A pid that now belongs to somebody else is left alone. */
    private static void sweep(RunDirectory abandoned) {
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
