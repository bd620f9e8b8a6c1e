package swapr.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Properties;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The directory of a broker. Its settings are written at every start, and its storage is formatted once. */
final class KafkaStorage {

    private KafkaStorage() {}

    /** Prepares the directory for a start and returns the settings file. */
    static Path ready(Path data, int port, int controllerPort, Path logFile) throws IOException {
        var settings = data.resolve("server.properties");
        write(settings, data, port, controllerPort);
        if (!Files.exists(data.resolve("log/meta.properties"))) {
            format(settings, logFile);
        }
        return settings;
    }

    static void copyResource(String name, Path to) throws IOException {
        try (var resource = KafkaStorage.class.getResourceAsStream(name)) {
            Files.copy(Objects.requireNonNull(resource), to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(Path file, Path data, int port, int controllerPort) throws IOException {
        var settings = new Properties();
        try (var defaults = KafkaStorage.class.getResourceAsStream("broker.properties")) {
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

    /** Formats the storage in this JVM, because a second JVM would cost the first start one second. */
    private static void format(Path settings, Path logFile) throws IOException {
        var output = new ByteArrayOutputStream();
        var arguments = new String[] {
            "format", "--standalone", "--cluster-id", Uuid.randomUuid().toString(), "--config", settings.toString()
        };
        try {
            StorageTool.execute(arguments, new PrintStream(output, true, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            Files.writeString(logFile, output + "\n" + e + "\n");
            throw new StartFailure("Kafka", "formatting its storage failed", logFile);
        }
    }
}
