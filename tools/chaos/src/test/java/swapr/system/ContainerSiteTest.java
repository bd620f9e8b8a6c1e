package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Faults in containers: those over the network are possible, and the other ones say why not. */
class ContainerSiteTest {

    private static final String NOWHERE = "http://127.0.0.1:1";

    @TempDir
    private Path home;

    @Test
    void aMissingAddressIsNamed() {
        var environment = Map.of(ContainerSite.VARIABLE, "edge=http://edge:8080, kafka=brokers:9092,bank=http://bank");

        assertThatThrownBy(() -> FaultSite.of(environment))
                .hasMessage("SWAPR_FAULTS_SERVERS has no address of mail. Add mail=ADDRESS");
    }

    @Test
    void aServerThatIsAwayHasNoFaultAndGetsNone() {
        try (var faults = faults(NOWHERE)) {
            faults.undoEverything();

            assertThat(state(faults, "bank")).isEqualTo("away");
            assertThatThrownBy(() -> faults.begin("bank", "down")).hasMessage("the bank does not run");
            assertThatThrownBy(() -> faults.begin("kill", "purchase"))
                    .hasMessage("there is no running process \"purchase\"");
            assertThat(json(faults).path("processes")).isEmpty();
        }
    }

    @Test
    void aFaultIsReadBackAndEndsWhenTheNextProcessStarts() throws IOException {
        var mode = new AtomicReference<>("none");
        var bank = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bank.createContext("/faults", exchange -> {
            if (exchange.getRequestMethod().equals("PUT")) {
                mode.set(Http.JSON
                        .readTree(exchange.getRequestBody())
                        .path("mode")
                        .asString());
            }
            byte[] body = "{\"mode\":\"%s\"}".formatted(mode.get()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        bank.start();
        try {
            var address = "http://127.0.0.1:" + bank.getAddress().getPort();
            var killed = faults(address); // it is not closed
            killed.begin("bank", "down");
            assertThat(state(killed, "bank")).isEqualTo("down");
            assertThat(Files.readAllLines(home.resolve("chaos").resolve("lasting-faults")))
                    .containsExactly("bank");

            try (var next = faults(address)) {
                var ended = Waiting.until(
                        Duration.ofSeconds(10), () -> state(next, "bank").equals("none"));
                assertThat(ended).as("the fault of the first process has ended").isTrue();
            }
        } finally {
            bank.stop(0);
        }
    }

    private OperatorFaults faults(String server) {
        var servers = Map.of("edge", server, "kafka", "127.0.0.1:1", "bank", server, "mail", NOWHERE);
        return new OperatorFaults(new ContainerSite(home, servers));
    }

    private static String state(OperatorFaults faults, String server) {
        return json(faults)
                .path("servers")
                .valueStream()
                .filter(one -> one.path("name").asString().equals(server))
                .map(one -> one.path("state").asString())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(OperatorFaults faults) {
        return Http.JSON.valueToTree(faults.states());
    }
}
