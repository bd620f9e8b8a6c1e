package swapr.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.json.JsonMapper;

/** The rows of the management port, equal in all services. Two endpoints are public, the others are for operators. */
final class ManagementOperations {

    private ManagementOperations() {}

    static List<Operation> all() {
        return List.of(
                forAll("GET /actuator/health"),
                forAll("GET /actuator/health/liveness"),
                forAll("GET /actuator/health/readiness"),
                forAll("GET /actuator/prometheus"),
                forOperators("GET /actuator", null, 200),
                forOperators("GET /actuator/info", null, 200),
                forOperators("GET /actuator/outbox", null, 200),
                forOperators("GET /actuator/workqueues", null, 200),
                forOperators("GET /actuator/balance?until=2026-11-27T00:00:00Z", null, 200),
                forOperators("GET /actuator/deadletters", null, 200),
                forOperators("GET /actuator/deadletters/0", null, 404),
                forOperators("POST /actuator/deadletters", Map.of(), 400),
                forOperators("POST /actuator/deadletters/0", Map.of(), 404),
                forOperators("POST /actuator/deadletters/all", Map.of(), 202),
                forOperators("DELETE /actuator/deadletters/0?reason=test", null, 404),
                forOperators("GET /actuator/journey/none", null, 200),
                forOperators("GET /actuator/projections", null, 200),
                forOperators("POST /actuator/projections/none", Map.of(), 404),
                forOperators("GET /actuator/choreography", null, 200),
                forOperators("GET /actuator/mappings", null, 200),
                new Operation(
                        "GET /actuator/unheard-of", () -> given("GET /actuator/unheard-of", null), 401, 404, 404, 404));
    }

    private static Operation forAll(String name) {
        return new Operation(name, () -> given(name, null), 200, 200, 200, 200);
    }

    private static Operation forOperators(String name, @Nullable Object body, int operator) {
        return new Operation(name, () -> given(name, body), 401, 403, 403, operator);
    }

    private static Operation.Given given(String name, @Nullable Object body) {
        var call = new Operation.Given(UUID.randomUUID(), name.substring(name.indexOf(' ') + 1));
        return body == null ? call : call.body(body);
    }

    /** Returns the names of the exposed management endpoints, and the empty name for their list. */
    static Set<String> exposed(RestTestClient management, Tokens tokens) {
        byte[] links = management
                .get()
                .uri("/actuator")
                .header("Authorization", tokens.bearer(UUID.randomUUID(), "Operator", "operator"))
                .exchange()
                .expectBody(byte[].class)
                .returnResult()
                .getResponseBody();
        return JsonMapper.shared().readTree(links == null ? new byte[0] : links).path("_links").properties().stream()
                .map(link -> link.getValue().path("href").asString())
                .map(href -> href.replaceAll("^https?://[^/]+/actuator/?([^/{?]*).*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the name of the endpoint of an operation. */
    static String endpoint(Operation operation) {
        return operation.name().replaceAll("^\\w+ /actuator/?([^/?]*).*", "$1");
    }
}
