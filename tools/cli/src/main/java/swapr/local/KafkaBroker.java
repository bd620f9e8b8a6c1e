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
 * A real Kafka broker in KRaft mode, with broker and controller in one process. It listens on 127.0.0.1 only. It
 * continues after this JVM ends, unless it is closed.
 */
public final class KafkaBroker implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final int port;
    private final long pid;

    private KafkaBroker(int port, long pid) {
        this.port = port;
        this.pid = pid;
    }

    /**
     * Starts the broker and returns when it accepts requests. An empty or missing data directory is formatted; existing
     * data is kept.
     *
     * @param jvmArgs added after the default options, so they override them: {@code -Xmx512m}, {@code -XX:AOTCache=...}
     * @throws StartFailure if it does not start; the message has the log file and its last lines
     */
    public static KafkaBroker start(Path dataDir, int port, int controllerPort, Path logFile, List<String> jvmArgs) {
        return start(dataDir, port, controllerPort, logFile, jvmArgs, DetachedProcess::launch);
    }

    /** As above. The launcher gets the process before we wait for it, so that it can stop it after an interrupt. */
    static KafkaBroker start(
            Path dataDir, int port, int controllerPort, Path logFile, List<String> jvmArgs, Launcher launcher) {
        var data = dataDir.toAbsolutePath();
        if (data.toString().contains(",")) {
            throw new StartFailure("Kafka", "the path of its data must not contain a comma: " + data, logFile);
        }
        try {
            Files.createDirectories(data);
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            var settings = KafkaStorage.ready(data, port, controllerPort, logFile);
            for (var needed : List.of(port, controllerPort)) {
                if (Ports.inUse(needed)) {
                    throw new StartFailure("Kafka", "port " + needed + " is in use", logFile);
                }
            }
            var logging = data.resolve("logback.xml");
            KafkaStorage.copyResource("logging.xml", logging);
            var alreadyLogged = Files.exists(logFile) ? Files.size(logFile) : 0;
            var process = launcher.start(command(settings, logging, jvmArgs), logFile, Map.of());
            var up = OsProcess.await(TIMEOUT, 50, () -> !process.alive() || logsStarted(logFile, alreadyLogged));
            if (!up || !process.alive()) {
                var reason = process.alive()
                        ? "it was not ready within 60 s"
                        : "it ended with exit code " + process.exitCode();
                process.kill();
                throw new StartFailure("Kafka", reason, logFile);
            }
            return new KafkaBroker(port, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start Kafka in " + data, e);
        }
    }

    private static List<String> command(Path settings, Path logging, List<String> jvmArgs) {
        var command = new ArrayList<String>();
        command.add(Jvm.java());
        command.addAll(List.of("-Xms64m", "-Xmx" + Infrastructure.KAFKA_HEAP, "-XX:+UseSerialGC"));
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"));
        command.add("-Dlogback.configurationFile=" + logging);
        command.addAll(jvmArgs);
        command.addAll(List.of("-cp", jars(), "kafka.Kafka", settings.toString()));
        return command;
    }

    /** Our libraries, without our own jar and the bridge that would send the broker's log4j calls in a circle. */
    private static String jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar") && !entry.contains("log4j-to-slf4j"))
                .filter(entry -> !Jvm.isOurs(entry))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean logsStarted(Path logFile, long from) {
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

    /** Stops a broker that another process started, in the same way. */
    public static void stopPid(long pid) {
        OsProcess.stop(pid, "TERM", Duration.ofSeconds(20));
    }
}
