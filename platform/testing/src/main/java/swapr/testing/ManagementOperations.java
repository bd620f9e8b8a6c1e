package swapr.testing;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
}
