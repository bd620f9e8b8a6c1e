package swapr.purchase;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import swapr.local.Ports;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox bank as a separate process, so that a test can kill it. Its ledger survives the kill. */
final class BankProcess {

    /** One entry of the ledger, without the fields that differ in each run. */
    record Movement(String type, String amount, String idempotencyKey) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final int port = Ports.free();
    private final Path ledger;
    private Process process;

    private BankProcess() {
        try {
            ledger = Files.createTempDirectory("bank").resolve("ledger.jsonl");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroyForcibly()));
    }

    static BankProcess start() {
        var bank = new BankProcess();
        bank.awaitHealthy();
        return bank;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void restart() {
        process = launch();
        awaitHealthy();
    }

    void recover() {
        if (!process.isAlive()) {
            restart();
        }
        faults("none");
    }

    /** @param mode {@code none}, {@code slow}, {@code down} or {@code lose_answer} */
    void faults(String mode) {
        call(HttpRequest.newBuilder(URI.create(url() + "/faults"))
                .PUT(HttpRequest.BodyPublishers.ofString("{\"mode\":\"" + mode + "\"}"))
                .build());
    }

    /** The ledger entries of one order, oldest first. */
    List<Movement> movements(UUID orderId) {
        JsonNode entries = JsonMapper.shared()
                .readTree(call(
                        HttpRequest.newBuilder(URI.create(url() + "/ledger")).build()))
                .path("entries");
        return StreamSupport.stream(entries.spliterator(), false)
                .filter(entry -> entry.path("order_id").asString().equals(orderId.toString()))
                .map(entry -> new Movement(
                        entry.path("type").asString(),
                        entry.path("amount").path("amount").asString(),
                        entry.path("idempotency_key").asString()))
                .toList();
    }

    private Process launch() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ProcessBuilder(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "swapr.sandbox.bank.SandboxBank");
        command.environment().put("SWAPR_BANK_PORT", String.valueOf(port));
        command.environment().put("SWAPR_BANK_LEDGER", ledger.toString());
        try {
            return command.redirectErrorStream(true)
                    .redirectOutput(ledger.resolveSibling("bank.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitHealthy() {
        Awaitility.await("the bank on port " + port)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> call(HttpRequest.newBuilder(URI.create(url() + "/health"))
                                .build())
                        .contains("UP"));
    }

    private static String call(HttpRequest request) {
        try {
            var response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request + " was answered with " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
