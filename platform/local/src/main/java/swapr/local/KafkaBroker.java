package swapr.local;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

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
        return start(dataDir, port, controllerPort, logFile, jvmArgs, process -> {});
    }

    /** As above; the caller learns of the process at once and can stop it should we be interrupted while waiting. */
    static KafkaBroker start(
            Path dataDir, int port, int controllerPort, Path logFile, List<String> jvmArgs, Consumer<Process> started) {
        var data = dataDir.toAbsolutePath();
        if (data.toString().contains(",")) {
            throw new StartFailure("Kafka", "its data directory may not have a comma in its path: " + data, logFile);
        }
        try {
            Files.createDirectories(data);
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            var settings = data.resolve("server.properties");
            write(settings, data, port, controllerPort);
            if (!Files.exists(data.resolve("log/meta.properties"))) {
                format(settings, logFile);
            }
            for (var wanted : List.of(port, controllerPort)) {
                if (Ports.inUse(wanted)) {
                    throw new StartFailure("Kafka", "port " + wanted + " is in use", logFile);
                }
            }
            var logging = data.resolve("logback.xml");
            copyResource("logging.xml", logging);
            var alreadyLogged = Files.exists(logFile) ? Files.size(logFile) : 0;
            var process = OsProcess.builder(command(settings, logging, jvmArgs), logFile)
                    .start();
            started.accept(process);
            var up = OsProcess.await(PATIENCE, () -> !process.isAlive() || saysStarted(logFile, alreadyLogged));
            if (!up || !process.isAlive()) {
                var reason = process.isAlive() ? "not ready within 60 s" : "it ended with code " + process.exitValue();
                process.destroyForcibly();
                throw new StartFailure("Kafka", reason, logFile);
            }
            return new KafkaBroker(port, process.pid());
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka in " + data, e);
        }
    }

    private static void copyResource(String name, Path to) throws IOException {
        try (var resource = KafkaBroker.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(resource), to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(Path file, Path data, int port, int controllerPort) throws IOException {
        var settings = new Properties();
        try (var defaults = KafkaBroker.class.getResourceAsStream("broker.properties")) {
            settings.load(defaults);
        }
        settings.put("log.dirs", data.resolve("log").toString());
        settings.put("listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort));
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("controller.quorum.bootstrap.servers", "127.0.0.1:" + controllerPort);
        try (var out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
    }

    /** In our own process: a second JVM for it would cost the first start a whole second. */
    private static void format(Path settings, Path logFile) throws IOException {
        var said = new ByteArrayOutputStream();
        var arguments = new String[] {
            "format", "--standalone", "--cluster-id", Uuid.randomUuid().toString(), "--config", settings.toString()
        };
        try {
            StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            Files.writeString(logFile, said + "\n" + e + "\n");
            throw new StartFailure("Kafka", "formatting its storage failed", logFile);
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
