package swapr.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A journey over real sockets: services that answer, refuse, or are away. One server plays all of them. */
class LookupTest {

    private static final String ORDER = "019aa5c4-2480-7f16-8c4d-5a6b7c8d9e10";

    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "/sessions",
            "{\"access_token\": \"olgas\", \"expires_in\": 900}",
            "/purchase/actuator/choreography",
            """
                    {"service": "purchase-service", "publishes": [], "reads": [{"queue": true, "versions": [1],
                     "consumer": "purchase-service", "topic": "payment-requests", "type": "ChargePayment"}]}""",
            "/purchase/actuator/journey/c1?bodies=true",
            """
                    {"published": [{"event_id": "e1", "event_type": "ChargePayment", "topic": "payment-requests",
                      "body": "{\\"payload\\": {\\"order_id\\": \\"o1\\"}}"}], "processed": []}""",
            "/purchase/actuator/journey/none?bodies=true",
            "{\"published\": [], \"processed\": []}",
            "/purchase/actuator/openorders",
            "{\"count\": 1, \"orders\": []}",
            "/purchase/actuator/orders/" + ORDER,
            "{\"id\": \"%s\", \"versions\": []}".formatted(ORDER),
            "/ledger?idempotency_key=o1",
            """
                    {"entries": [{"type": "CAPTURED", "at": "2026-11-26T10:00:00Z",
                     "amount": {"amount": "230.00", "currency": "USD"}}]}"""));

    private HttpServer server = start();

    private HttpServer start() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void answer() {
        server.createContext("/", exchange -> {
            try (exchange) {
                var address = exchange.getRequestURI();
                var known = answers.get(address.toString());
                var token = exchange.getRequestHeaders().getFirst("Authorization");
                var isRefused = address.getPath().contains("/actuator/") && !"Bearer olgas".equals(token);
                var body = known == null ? "{}" : known;
                exchange.sendResponseHeaders(isRefused ? 401 : known == null ? 404 : 200, 0);
                exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aJourneyHasItsMessagesAndTheEntryOfTheBank() {
        var journey = journey("c1", "purchase");

        assertThat(journey.at("/messages/0/event_id").asString()).isEqualTo("e1");
        assertThat(journey.at("/messages/0/queue").asBoolean()).isTrue();
        assertThat(journey.at("/messages/0/reactions/0/outcome").asString()).isEqualTo("open");
        assertThat(journey.at("/effects/0/cause").asString()).isEqualTo("e1");
        assertThat(journey.at("/effects/0/text").asString()).isEqualTo("CAPTURED 230.00 USD");
        assertThat(journey.path("away")).isEmpty();
    }

    /** A process that was stopped refuses the connection. A container that was stopped has no address. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "stopped-container.invalid"})
    void aServiceThatCannotBeReachedIsNamedAndTheOthersAreShown(String host) {
        var settings = settings("purchase", "http://" + host + ":1/actuator/health");

        var journey = Json.MAPPER.readTree(lookup(settings).journey("c1").body());

        assertThat(journey.path("messages")).hasSize(1);
        assertThat(journey.at("/away/listing-service").asString()).isEqualTo("It cannot be reached.");
    }

    @Test
    void anIdThatNoServiceKnowsIsNotFoundOnlyIfAllHaveAnswered() {
        assertThat(lookup("purchase").journey("none").status()).isEqualTo(404);

        var settings = settings("purchase", "http://127.0.0.1:1/actuator/health");
        assertThat(lookup(settings).journey("none").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../sessions", "a b", "a?x=1", "a%2Fb"})
    void anInvalidIdIsNotSentToTheServices(String id) {
        assertThat(lookup("purchase").journey(id).status()).isEqualTo(404);
        assertThat(lookup("purchase").order(id).status()).isEqualTo(404);
    }

    @Test
    void withoutATokenNothingIsRead() {
        answers.remove("/sessions");

        assertThat(lookup("purchase").journey("c1").status()).isEqualTo(503);
        assertThat(lookup("purchase").order(ORDER).body()).contains("no token of the operator");
    }

    @Test
    void aRefusedTokenIsNamed() {
        answers.put("/sessions", "{\"access_token\": \"expired\", \"expires_in\": 900}");

        assertThat(journey("c1", "purchase").at("/away/purchase-service").asString())
                .startsWith("It refused the token of the room (401).");
    }

    @Test
    void anAnswerThatIsTooLongForTheHeapIsNamed() {
        answers.put(
                "/purchase/actuator/journey/c1?bodies=true",
                "{\"published\": [\"%s\"]}".formatted("x".repeat(300_000)));

        assertThat(journey("c1", "purchase").at("/away/purchase-service").asString())
                .startsWith("Its answer has more than 256 KB.");
    }

    @Test
    void anOrderIsPassedOnAsPurchaseServiceAnswers() {
        assertThat(lookup("purchase").order(ORDER).body()).contains("\"versions\":[]");
        assertThat(lookup("purchase").order(ORDER.replace('1', '2')).status()).isEqualTo(404);
    }

    private JsonNode journey(String id, String process) {
        return Json.MAPPER.readTree(lookup(process).journey(id).body());
    }

    private Lookup lookup(String process) {
        return lookup(settings(process, null));
    }

    private Lookup lookup(Settings settings) {
        var services = new Services(settings, new Operator(settings.signIn(), settings.password()));
        return new Lookup(services, new Choreography());
    }

    private Settings settings(String process, @org.jspecify.annotations.Nullable String listing) {
        var base = "http://127.0.0.1:" + server.getAddress().getPort();
        var own = new Settings.Target(process, URI.create(base + "/" + process + "/actuator/health"));
        var bank = new Settings.Target("bank", URI.create(base + "/health"));
        var processes = listing == null
                ? List.of(own, bank)
                : List.of(own, bank, new Settings.Target("listing", URI.create(listing)));
        var unused = Path.of("unused");
        return new Settings(
                Site.LOCAL, "127.0.0.1", 0, "", processes, URI.create(base), "secret", unused, true, "", unused);
    }
}
