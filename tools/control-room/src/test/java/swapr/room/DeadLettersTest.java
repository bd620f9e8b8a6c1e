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
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The requests that the room sends to the service of a dead letter, over real sockets. */
class DeadLettersTest {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server = create();
    private int status = 202;
    private String answer = "{\"requested\": 1}";

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            try (exchange) {
                var isSignIn = exchange.getRequestURI().getPath().equals("/sessions");
                var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (!isSignIn) {
                    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
                }
                exchange.sendResponseHeaders(isSignIn ? 200 : status, 0);
                var text = isSignIn ? "{\"access_token\": \"olgas\", \"expires_in\": 900}" : answer;
                exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private DeadLetters letters() {
        var base = "http://127.0.0.1:" + server.getAddress().getPort();
        var listing = new Settings.Target("listing", URI.create(base + "/actuator/health"));
        var user = new Settings.Target("user", URI.create("http://127.0.0.1:1/actuator/health"));
        var settings = new Settings(
                Site.LOCAL,
                "127.0.0.1",
                0,
                "",
                List.of(listing, user),
                URI.create(base),
                "secret",
                Path.of("unused"),
                false,
                "",
                Path.of("unused"));
        return new DeadLetters(new Services(settings, new Operator(settings.signIn(), "secret")));
    }

    @Test
    void aRedriveIsRequestedAtItsService() {
        assertThat(letters().redrive("listing-service", "7").status()).isEqualTo(202);
        assertThat(letters()
                        .redriveAll("listing-service", "{\"key\": \"user:1\", \"other\": \"x\"}")
                        .status())
                .isEqualTo(202);

        assertThat(requests)
                .containsExactly("POST /actuator/deadletters/7 {}", "POST /actuator/deadletters {\"key\":\"user:1\"}");
    }

    @Test
    void aRedriveWithoutASelectionAndADiscardWithoutAReasonAreNotSent() {
        assertThat(letters().redriveAll("listing-service", "{\"key\": 7}").status())
                .isEqualTo(400);
        assertThat(letters().redriveAll("listing-service", "no json").status()).isEqualTo(400);
        assertThat(letters()
                        .discard("listing-service", "7", "{\"reason\": \"  \"}")
                        .body())
                .contains("A discard needs a reason.");

        assertThat(requests).isEmpty();
    }

    @Test
    void aDiscardHasItsReasonInTheAddress() {
        status = 200;
        answer = "{\"discarded\": \"7\"}";

        assertThat(letters()
                        .discard("listing-service", "7", "{\"reason\": \"a & b\"}")
                        .status())
                .isEqualTo(200);

        assertThat(requests).containsExactly("DELETE /actuator/deadletters/7?reason=a+%26+b ");
    }

    @Test
    void theRefusalOfTheServiceIsPassedOn() {
        status = 409;
        answer = "{\"status\": 409, \"detail\": \"Dead letter 7 is being redriven right now; try again\"}";

        var refused = letters().redrive("listing-service", "7");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("Dead letter 7 is being redriven right now; try again.");
    }

    @Test
    void aServiceThatIsAwayIsNamedAndTheOthersAreListed() {
        status = 200;
        answer = "{\"groups\": [{\"letters\": 1}], \"dead_letters\": [{\"id\": 7}]}";

        var all = Json.MAPPER.readTree(letters().all().body());

        assertThat(all.at("/dead_letters/0/service").asString()).isEqualTo("listing-service");
        assertThat(all.at("/groups/0/service").asString()).isEqualTo("listing-service");
        assertThat(all.at("/away/user-service").asString()).isEqualTo("It cannot be reached.");
        assertThat(letters().redrive("user-service", "7").body()).contains("user-service did not accept it.");
    }
}
