package swapr.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the servers that the applications need: PostgreSQL with its roles, Kafka, the bank and the mail server. It
 * also starts the control room, which is such a program too.
 */
final class Infrastructure {

    /** Up to 40 MB are requests and the log cleaner's buffer (broker.properties). */
    static final String KAFKA_HEAP = "160m";

    private static final String SMALL_HEAP = "96m";
    /**
     * After the other options, because the last value of an option counts. By default a JVM moves the class archive of
     * the JDK to a random address, and then each page of it is memory of this process alone. Here it stays in place.
     * The compiler waits longer, because most code of the Kafka clients runs only a few times. The Dockerfile has the
     * same options.
     */
    static final List<String> ROOM_MEMORY = List.of(
            "-Xms8m",
            "-Xmn4m",
            "-Xmx32m",
            "-Xss256k",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=20",
            "-XX:TrimNativeHeapInterval=10000",
            "-XX:ReservedCodeCacheSize=16m",
            "-XX:CompileThresholdScaling=5",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Layout layout;
    private final PortBlock ports;
    private final Secrets secrets;
    private final ProcessRegistry registry;

    Infrastructure(Layout layout, PortBlock ports, Secrets secrets, ProcessRegistry registry) {
        this.layout = layout;
        this.ports = ports;
        this.secrets = secrets;
        this.registry = registry;
    }

    void postgres() {
        var settings = Map.of(
                "cluster_name", "swapr",
                "log_line_prefix", "%m %q%a ",
                "shared_buffers", "64MB",
                // Outboxes have as many dead rows as sent events. The default of a minute lets the relay read them.
                "autovacuum_naptime", "10s",
                // ./swapr load counts the statements. Values are replaced by $1, except in utility statements.
                "shared_preload_libraries", "pg_stat_statements",
                "pg_stat_statements.track_utility", "off",
                "pg_stat_statements.save", "off");
        var postgres = Postgres.start(
                layout.binaries(),
                layout.data("postgres"),
                ports.postgres(),
                layout.log("postgres"),
                settings,
                registry.named("postgres"));
        Roles.apply(postgres, layout.root().resolve("ops/postgres/roles.sql"), secrets);
    }

    void kafka() {
        KafkaBroker.start(
                layout.data("kafka"),
                ports.kafka(),
                ports.kafkaController(),
                layout.log("kafka"),
                Jvm.flags(kafkaCache(layout), KAFKA_HEAP),
                registry.named("kafka"));
    }

    static Path kafkaCache(Layout layout) {
        return layout.app("kafka").resolve("app.aot");
    }

    void bank() {
        var environment = Map.of(
                "SWAPR_BIND", "127.0.0.1",
                "SWAPR_BANK_PORT", Integer.toString(ports.bank()),
                "SWAPR_BANK_LEDGER", layout.data("bank").resolve("ledger.jsonl").toString());
        start(PlainProgram.BANK, environment, List.of());
    }

    void mail() {
        var environment = Map.of(
                "SWAPR_BIND", "127.0.0.1",
                "SWAPR_SMTP_PORT", Integer.toString(ports.smtp()),
                "SWAPR_MAIL_PORT", Integer.toString(ports.mailPage()));
        start(PlainProgram.MAIL, environment, List.of());
    }

    /** Its memory is the smallest of all processes, because it only passes on what it reads. */
    void room() {
        start(PlainProgram.ROOM, Room.environment(layout, ports, secrets), ROOM_MEMORY);
    }

    private void start(PlainProgram program, Map<String, String> environment, List<String> memory) {
        var name = program.process();
        var health = ProcessTable.health(name, ports);
        var log = layout.log(name);
        var command = new ArrayList<>(List.of(Jvm.java(), "-XX:TieredStopAtLevel=1"));
        command.addAll(Jvm.flags(layout.app(name).resolve("app.aot"), SMALL_HEAP));
        command.addAll(memory);
        command.addAll(List.of("-jar", program.copy(layout).toString()));
        try {
            var process = registry.named(name).start(command, log, Jvm.frugal(environment));
            if (!OsProcess.await(TIMEOUT, 100, () -> !process.alive() || answers(health)) || !process.alive()) {
                throw new StartFailure(
                        name, process.alive() ? "it did not answer within 30 s" : "it ended immediately", log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean answers(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
