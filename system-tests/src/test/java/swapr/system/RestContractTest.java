package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * {@code contracts/openapi.yaml} matches the running services. Both have the same calls, and {@link Person} compares
 * each response with the document.
 */
@ExtendWith(RunningMarketplace.class)
class RestContractTest {

    private static final List<String> SERVICES = List.of("user", "listing", "purchase", "notification", "analytics");
    private static final String UNKNOWN_ID = UUID.randomUUID().toString();

    @Test
    void openApiHasAllCallsOfTheServices() {
        String operator = Swapr.run("token", "olga").expecting(0).output().strip();
        Set<String> calls = new TreeSet<>();
        for (var service : SERVICES) {
            var answer = Http.call(
                    "GET",
                    Swapr.url(13 + SERVICES.indexOf(service)) + "/actuator/mappings",
                    null,
                    Map.of("Authorization", "Bearer " + operator));
            assertThat(answer.status()).as(service).isEqualTo(200);
            for (JsonNode found : answer.body().findValues("details")) {
                String handler = found.path("handlerMethod").path("className").asString("");
                if (handler.startsWith("swapr.") && !handler.startsWith("swapr.web.")) {
                    JsonNode conditions = found.path("requestMappingConditions");
                    conditions
                            .path("methods")
                            .forEach(method -> conditions
                                    .path("patterns")
                                    .forEach(path -> calls.add(
                                            method.asString().toLowerCase(Locale.ROOT) + " " + path.asString())));
                }
            }
        }

        assertThat(calls).isEqualTo(Documented.calls());
    }

    @Test
    void eachSuccessfulResponseIsDocumented() {
        var seller = Person.registers("Seller");
        var buyer = Person.registers("Buyer");
        seller.get("/api/.well-known/jwks.json").expecting(200);
        seller.get("/api/users/me").expecting(200);
        seller.call("PATCH", "/api/users/me", Map.of("name", "Selma"), Map.of()).expecting(200);

        String listing = seller.lists("As described", "120.00");
        var lower = Map.of("price", Map.of("amount", "110.00", "currency", "USD"), "high_priority", true);
        seller.post("/api/listings/" + listing + "/price-reductions", lower).expecting(200);
        buyer.get("/api/listings/" + listing).expecting(200);
        buyer.get("/api/listings?q=described&limit=1&sort=newest").expecting(200);
        buyer.get("/api/listings/facets?q=described").expecting(200);
        String other = seller.lists("Not for long", "10.00");
        seller.call("DELETE", "/api/listings/" + other, null, Map.of()).expecting(204);

        String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
        buyer.waitsFor(order, "CONFIRMED");
        buyer.get("/api/orders").expecting(200);
        buyer.get("/api/orders/" + order + "?version=1").expecting(200);
        buyer.get("/api/orders/" + order + "/events").expecting(200);
        String slow = buyer.orders(seller.lists("Too slow", "30.00"), "tok_slow")
                .expecting(202)
                .text("id");
        buyer.post("/api/orders/" + slow + "/cancellation", Map.of()).expecting(202);

        buyer.get("/api/notifications").expecting(200);
        for (var figures : List.of("weekly-listings", "sales", "funnel", "conditions")) {
            buyer.get("/api/analytics/" + figures).expecting(200);
        }
        var change = Map.of("current_password", Person.PASSWORD, "new_password", "another long enough password");
        Person.registers("Careful")
                .call("PUT", "/api/users/me/password", change, Map.of())
                .expecting(204);
        Person.registers("Traveler")
                .call("DELETE", "/api/sessions", null, Map.of())
                .expecting(204);
        seller.call("DELETE", "/api/users/me", null, Map.of()).expecting(204);

        assertThat(Documented.SEEN).containsAll(Documented.successes());
    }

    @Test
    void eachErrorResponseIsDocumented() {
        var seller = Person.registers("Seller");
        var buyer = Person.registers("Buyer");
        String listing = seller.lists("Not yours", "120.00");

        Person.anonymous().post("/api/users", Map.of("name", "")).expecting(400);
        Person.anonymous()
                .post("/api/sessions", Map.of("email", "a@b.example", "password", "wrong"))
                .expecting(401);
        Person.anonymous().get("/api/users/me").expecting(401);
        Person.anonymous().get("/api/orders").expecting(401);
        seller.post("/api/listings", Map.of("title", "")).expecting(400);
        seller.get("/api/listings?sort=sideways").expecting(400);
        seller.get("/api/listings/" + UNKNOWN_ID).expecting(404);
        seller.get("/api/listings/x").expecting(400);
        buyer.call("DELETE", "/api/listings/" + listing, null, Map.of()).expecting(403);
        var higher = Map.of("price", Map.of("amount", "130.00", "currency", "USD"));
        seller.post("/api/listings/" + listing + "/price-reductions", higher).expecting(422);
        buyer.post("/api/orders", Map.of("listing_id", listing)).expecting(400);
        buyer.get("/api/orders/" + UNKNOWN_ID).expecting(404);
        buyer.get("/api/notifications?limit=0").expecting(400);
        buyer.get("/api/analytics/weekly-listings?from=yesterday").expecting(400);
        String key = UUID.randomUUID().toString();
        String order = buyer.orders(listing, "tok_ok", key).expecting(202).text("id");
        buyer.orders(seller.lists("Another", "5.00"), "tok_ok", key).expecting(422);
        buyer.waitsFor(order, "CONFIRMED");
        buyer.post("/api/orders/" + order + "/cancellation", Map.of()).expecting(409);
        seller.call("DELETE", "/api/listings/" + listing, null, Map.of()).expecting(409);
    }
}
