package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Complete journeys through a running marketplace with its broker, its database, its bank and its mail server. */
@ExtendWith(RunningMarketplace.class)
class JourneysTest {

    private final Person seller = Person.registers("Sally");
    private final Person buyer = Person.registers("Ben");

    @AfterEach
    void endTheFaultOfTheBank() {
        bank("none");
    }

    private static void bank(String mode) {
        Person.anonymous()
                .call("PUT", Swapr.url(6) + "/faults", Map.of("mode", mode), Map.of())
                .expecting(200);
    }

    /** The types of the bank's ledger entries for an order, oldest first. */
    private static List<String> ledger(String order) {
        List<String> entries = new ArrayList<>();
        for (JsonNode entry : Person.anonymous()
                .get(Swapr.url(6) + "/ledger")
                .expecting(200)
                .body()
                .path("entries")) {
            if (entry.path("order_id").asString("").equals(order)) {
                entries.add(entry.path("type").asString(""));
            }
        }
        return entries;
    }

    @Test
    void aListingIsSoldAndPaidAndBothUsersGetEmails() {
        String listing = seller.lists("Air Jordan 1 Chicago", "250.00");
        seller.receives("Air Jordan 1 Chicago");
        String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");

        JsonNode confirmed = buyer.waitsFor(order, "CONFIRMED");

        assertThat(confirmed.path("price").path("amount").asString("")).isEqualTo("250.00");
        buyer.seesListing(listing, "SOLD");
        assertThat(ledger(order)).containsExactly("CAPTURED");
        assertThat(buyer.receives("Air Jordan 1 Chicago").path("Subject").asString(""))
                .isNotBlank();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(buyer.get("/api/notifications").body().path("items"))
                                .isNotEmpty());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(Person.anonymous()
                                .get("/api/listings?q=chicago&status=SOLD")
                                .body()
                                .path("items")
                                .toString())
                        .contains(listing));
    }

    @Test
    void exactlyOneOfTwentyConcurrentOrdersIsConfirmed() {
        String listing = seller.lists("Only one pair", "99.00");
        List<Person> buyers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            buyers.add(Person.registers("Racer"));
        }
        List<CompletableFuture<String>> placed = buyers.stream()
                .map(racer -> CompletableFuture.supplyAsync(
                        () -> racer.orders(listing, "tok_ok").expecting(202).text("id")))
                .toList();
        List<String> orders = placed.stream().map(CompletableFuture::join).toList();

        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Person racer = buyers.get(i);
            String order = orders.get(i);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> List.of("CONFIRMED", "CANCELLED")
                            .contains(racer.get("/api/orders/" + order).text("status")));
            outcomes.add(racer.get("/api/orders/" + order).text("status"));
        }
        assertThat(outcomes).filteredOn("CONFIRMED"::equals).hasSize(1);
        assertThat(orders.stream().mapToInt(order -> ledger(order).size()).sum())
                .isEqualTo(1);
        buyer.seesListing(listing, "SOLD");
    }

    @Test
    void aDeclinedCardCancelsTheOrderAndReleasesTheListing() {
        String listing = seller.lists("Declined pair", "80.00");
        String order = buyer.orders(listing, "tok_declined").expecting(202).text("id");

        assertThat(buyer.waitsFor(order, "CANCELLED").path("reason").asString(""))
                .isEqualTo("PAYMENT_DECLINED");
        buyer.seesListing(listing, "AVAILABLE");
        assertThat(ledger(order)).doesNotContain("CAPTURED");
        buyer.receives("Declined pair");
    }

    @Test
    void ordersWaitForTheBankAndAreChargedOnce() {
        bank("down");
        List<String> orders = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            orders.add(buyer.orders(seller.lists("Patient pair " + i, "70.00"), "tok_ok")
                    .expecting(202)
                    .text("id"));
        }
        orders.forEach(order -> await().atMost(Duration.ofSeconds(20))
                .until(() -> buyer.get("/api/orders/" + order).text("status").equals("RESERVED")));
        bank("none");

        for (String order : orders) {
            buyer.waitsFor(order, "CONFIRMED");
            assertThat(ledger(order)).containsExactly("CAPTURED");
        }
    }

    @Test
    void aChargeWithALostResponseIsNotRepeated() {
        bank("lose_answer");
        String order = buyer.orders(seller.lists("Lost answer", "60.00"), "tok_ok")
                .expecting(202)
                .text("id");
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger(order).contains("CAPTURED"));
        bank("none");

        buyer.waitsFor(order, "CONFIRMED");
        assertThat(ledger(order)).containsExactly("CAPTURED");
    }

    @Test
    void anOrderTimesOutAndACapturedPaymentIsRefunded() {
        bank("down");
        String listing = seller.lists("Too late", "50.00");
        String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");

        assertThat(buyer.waitsFor(order, "CANCELLED").path("reason").asString(""))
                .isEqualTo("TIMED_OUT");
        buyer.seesListing(listing, "AVAILABLE");
        bank("none");
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(40))
                .until(() -> List.of(List.of(), List.of("CAPTURED", "REFUNDED")).contains(ledger(order)));
    }

    @Test
    void aBuyerCanCancelAnOpenOrderButNotAConfirmedOne() {
        bank("down");
        String listing = seller.lists("Second thoughts", "40.00");
        String order = buyer.orders(listing, "tok_ok").expecting(202).text("id");
        buyer.post("/api/orders/" + order + "/cancellation", Map.of()).expecting(202);

        assertThat(buyer.waitsFor(order, "CANCELLED").path("reason").asString(""))
                .isEqualTo("CANCELLED_BY_BUYER");
        bank("none");
        buyer.seesListing(listing, "AVAILABLE");

        String confirmed = buyer.orders(listing, "tok_ok").expecting(202).text("id");
        buyer.waitsFor(confirmed, "CONFIRMED");
        buyer.post("/api/orders/" + confirmed + "/cancellation", Map.of()).expecting(409);
        Person.registers("Stranger").get("/api/orders/" + confirmed).expecting(404);
    }

    @ParameterizedTest
    @CsvSource({"user, listing", "purchase, edge", "notification, analytics"})
    void twoKilledServicesLoseNoOrder(String one, String other) {
        List<String> titles = IntStream.range(0, 6)
                .mapToObj(i -> "Survivor of " + one + " and " + other + " " + i)
                .toList();
        List<String> listings =
                titles.stream().map(title -> seller.lists(title, "30.00")).toList();
        boolean neededForOrders = one.equals("purchase");
        List<String> orders = new ArrayList<>();
        for (String listing : listings) {
            if (orders.size() == 3 && !neededForOrders) {
                Swapr.run("down", "--kill", one, other).expecting(0);
            }
            orders.add(buyer.orders(listing, "tok_ok").expecting(202).text("id"));
        }
        if (neededForOrders) {
            Swapr.run("down", "--kill", one, other).expecting(0);
        }
        Swapr.run(RunningMarketplace.IMPATIENT, "up", "--detach").expecting(0);

        for (String order : orders) {
            buyer.waitsFor(order, "CONFIRMED");
            assertThat(ledger(order)).containsExactly("CAPTURED");
        }
        titles.forEach(buyer::receives);
    }
}
