package swapr.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A real Kafka broker in KRaft mode, broker and controller in one process of its own that outlives us unless closed. It
 * listens on 127.0.0.1 only.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port;
    private final long pid;

    private KafkaBroker(int port, long pid) {
        this.port = port;
        this.pid = pid;
    }

    /**
     * Starts the broker and returns when it takes requests. An empty or missing data directory is formatted; data
     * already there is kept.
     *
     * @param jvmArgs after ours, so they win: {@code -Xmx512m}, {@code -XX:AOTCache=...}
     * @throws StartFailure naming the log file, with its last lines
     */
    public static KafkaBroker start(Path dataDir, int port, int controllerPort, Path logFile, List<String> jvmArgs) {
        return start(dataDir, port, controllerPort, logFile, jvmArgs, OsProcess::launch);
    }

    /** As above; the launcher knows the process at once and can stop it should we be interrupted while waiting. */
    static KafkaBroker start(
            Path dataDir, int port, int controllerPort, Path logFile, List<String> jvmArgs, Launcher launcher) {
        var data = dataDir.toAbsolutePath();
        if (data.toString().contains(",")) {
            throw new StartFailure("Kafka", "its data directory may not have a comma in its path: " + data, logFile);
        }
        try {
            Files.createDirectories(data);
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            var settings = KafkaStorage.ready(data, port, controllerPort, logFile);
            for (var wanted : List.of(port, controllerPort)) {
                if (Ports.inUse(wanted)) {
                    throw new StartFailure("Kafka", "port " + wanted + " is in use", logFile);
                }
            }
            var logging = data.resolve("logback.xml");
            KafkaStorage.copyResource("logging.xml", logging);
            var alreadyLogged = Files.exists(logFile) ? Files.size(logFile) : 0;
            var process = launcher.start(command(settings, logging, jvmArgs), logFile, Map.of());
            var up = OsProcess.await(PATIENCE, 50, () -> !process.alive() || saysStarted(logFile, alreadyLogged));
            if (!up || !process.alive()) {
                var reason = process.alive() ? "not ready within 60 s" : "it ended with code " + process.exitCode();
                process.kill();
                throw new StartFailure("Kafka", reason, logFile);
            }
            return new KafkaBroker(port, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka in " + data, e);
        }
    }

    private static List<String> command(Path settings, Path logging, List<String> jvmArgs) {
        var command = new ArrayList<String>();
        command.add(Jvm.java());
        command.addAll(List.of("-Xms64m", "-Xmx384m", "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"));
        command.add("-Dlogback.configurationFile=" + logging);
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", jars(), "kafka.Kafka", settings.toString()));
        return command;
    }

    /** The libraries around us, without the bridge that would send the broker's log4j calls in a circle, and without us. */
    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("log4j-to-slf4j"))
                .filter(entry -> !Jvm.isOurs(entry))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean saysStarted(Path logFile, long from) {
        try (var log = Files.newInputStream(logFile)) {
            log.skipNBytes(from);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8).contains("Kafka Server started");
        } catch (IOException e) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return pid;
    }

    /** Controlled shutdown: the logs are flushed and marked clean, so that the next start is quick. */
    @Override
    public void close() {
        stopPid(pid);
    }

    /** The same for a broker that another process started. */
    public static void stopPid(long pid) {
        OsProcess.stop(pid, "TERM", Duration.ofSeconds(20));
    }
}
