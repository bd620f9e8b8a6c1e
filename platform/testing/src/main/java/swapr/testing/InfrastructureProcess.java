package swapr.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import swapr.local.KafkaBroker;
import swapr.local.Ports;
import swapr.local.Postgres;

/**
 * Runs the broker and the database of one Maven run in a separate process, so that all test JVMs of the run can use
 * them. It checks four times a second if its owner still runs, and ends with it.
 */
final class InfrastructureProcess {

    static final String STATE = "state.properties";

    private InfrastructureProcess() {}

    /** Arguments: the run's directory and the owner's pid. */
    public static void main(String[] arguments) throws IOException {
        RunDirectory run = new RunDirectory(Path.of(arguments[0]));
        RunOwner owner = new RunOwner(Long.parseLong(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> cleanUp(run, owner), "end"));
        run.write(STATE, start(run.path()));
        endWith(owner); // last, because its thread would keep this process alive after a failed start
    }

    private static void endWith(RunOwner owner) {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        Runnable check = () -> {
            if (!owner.alive()) {
                Runtime.getRuntime().exit(0);
            }
        };
        var _ = scheduler.scheduleWithFixedDelay(check, 0, 250, TimeUnit.MILLISECONDS);
    }

    private static Properties start(Path directory) {
        CompletableFuture<KafkaBroker> broker = CompletableFuture.supplyAsync(() -> startBroker(directory));
        Postgres database = startDatabase(directory);
        Properties state = new Properties();
        putProcess(state, "infrastructure", ProcessHandle.current().pid());
        putProcess(state, "kafka", broker.join().pid());
        putProcess(state, "postgres", database.pid());
        state.setProperty("kafka.bootstrap", broker.join().bootstrapServers());
        state.setProperty("postgres.port", Integer.toString(database.port()));
        state.setProperty("postgres.password", database.superuserPassword());
        return state;
    }

    /** Also stores the start time, because the operating system can reuse the pid. */
    private static void putProcess(Properties state, String server, long pid) {
        state.setProperty(server + ".pid", Long.toString(pid));
        state.setProperty(server + ".started", startOf(ProcessHandle.of(pid)));
    }

    static String startOf(Optional<ProcessHandle> process) {
        return process.flatMap(handle -> handle.info().startInstant())
                .map(Instant::toString)
                .orElse("unknown");
    }

    private static KafkaBroker startBroker(Path directory) {
        return KafkaBroker.start(
                directory.resolve("kafka"),
                Ports.free(),
                Ports.free(),
                directory.resolve("kafka.log"),
                List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    }

    /** Test data does not have to survive a power cut. Commits without fsync are several times faster. */
    private static Postgres startDatabase(Path directory) {
        return Postgres.start(
                RunDirectory.parent().resolve("postgres"),
                directory.resolve("postgres"),
                Ports.free(),
                directory.resolve("postgres.log"),
                Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "300"));
    }

    /**
     * Kills the servers without an orderly shutdown, because their data is deleted anyway. The directory stays while
     * the owner runs, because it has the logs of a failed start.
     */
    private static void cleanUp(RunDirectory run, RunOwner owner) {
        for (int attempt = 0; attempt < 5 && run.path().toFile().exists(); attempt++) {
            List<ProcessHandle> servers = ProcessHandle.current().descendants().toList();
            servers.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture.allOf(servers.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .completeOnTimeout(null, 2, TimeUnit.SECONDS)
                    .join();
            if (owner.alive()) {
                return;
            }
            run.delete();
        }
    }
}
