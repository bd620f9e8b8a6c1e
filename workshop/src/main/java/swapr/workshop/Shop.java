package swapr.workshop;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import swapr.local.LocalApps;
import swapr.local.LocalMarketplace;
import swapr.system.DatabaseSessions;
import swapr.system.Http;
import swapr.system.Waiting;

/**
 * The tools of a check: customers, and the views of an operator. It uses the running marketplace from outside only, and
 * creates new customers for each check. The seed fixes names, prices and the chosen objects.
 */
final class Shop implements AutoCloseable {

    /** How long a check waits for an effect that is usually there within a second. */
    static final Duration SOON = Duration.ofSeconds(15);

    private static final Duration AT_REST = Duration.ofSeconds(3);

    /** A customer with a valid token. */
    record Customer(String name, String id, String email, String token) {}

    /** @param correlationId of the request that created it */
    record Listing(String id, String title, String price, String correlationId) {}

    private static final List<String> MODELS =
            List.of("Air Jordan 1", "Air Force 1", "Gel-Lyte III", "Samba OG", "Chuck 70", "Old Skool", "990v3");

    private final LocalMarketplace marketplace;
    private final LocalApps apps;
    private final Random random;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final DatabaseSessions database;
    private final LabTopics topics;

    Shop(LocalMarketplace marketplace, LocalApps apps, long seed) {
        this.marketplace = marketplace;
        this.apps = apps;
        this.random = new Random(seed);
        this.database = new DatabaseSessions(marketplace);
        this.topics = new LabTopics(marketplace.bootstrapServers());
    }

    Customer customer(String name) {
        var email = "%s.%s@workshop.example".formatted(name.toLowerCase(Locale.ROOT), run);
        var account = Map.of(
                "name", name, "email", email, "password", UUID.randomUUID().toString());
        var id = Red.unlessStatus(201, post("/api/users", account)).path("id").asString();
        var token = Red.unlessStatus(200, post("/api/sessions", account))
                .path("access_token")
                .asString();
        return new Customer(name, id, email, token);
    }

    /** Creates a listing with a model and a price that depend on the seed. */
    Listing list(Customer seller) {
        var title = "%s no. %d".formatted(MODELS.get(random.nextInt(MODELS.size())), random.nextInt(1_000));
        var price = 60 + 10 * random.nextInt(40) + ".00";
        var pair = Map.of(
                "title", title,
                "brand", "Nike",
                "size", "42",
                "condition", "NEW",
                "price", Map.of("amount", price, "currency", "USD"));
        var bearer = Map.of("Authorization", "Bearer " + seller.token());
        var response = Http.send(SOON, "POST", marketplace.url("edge") + "/api/listings", pair, bearer);
        var body = Red.unlessStatus(201, new Http.Answer(response.statusCode(), Http.JSON.readTree(response.body())));
        var correlationId = response.headers().firstValue("Correlation-Id").orElse("");
        return new Listing(body.path("id").asString(), title, price, correlationId);
    }

    /** Orders a listing. Returns the id of the order. */
    String order(Customer buyer, Listing listing) {
        var answer = new ShopRequests(marketplace).order(buyer, listing, "tok_ok");
        return Red.unlessStatus(202, answer).path("id").asString();
    }

    String orderStatus(Customer buyer, String order) {
        return new ShopRequests(marketplace)
                .orderOf(buyer, order)
                .path("status")
                .asString("");
    }

    /** Sets the fault mode of the bank: none or lose_answer. */
    void bank(String mode) {
        var answer = Http.call("PUT", marketplace.url("bank") + "/faults", Map.of("mode", mode), Map.of());
        Red.unlessStatus(200, answer);
    }

    /** The effects of the requests, as reports, e-mails and the bank show them. */
    Effects effects() {
        return new Effects(marketplace);
    }

    LabTopics topics() {
        return topics;
    }

    DatabaseSessions database() {
        return database;
    }

    LocalMarketplace marketplace() {
        return marketplace;
    }

    LocalApps apps() {
        return apps;
    }

    /** Waits for a condition. Returns whether it became true. */
    boolean soon(BooleanSupplier condition) {
        return Waiting.until(SOON, condition);
    }

    /** The same for a figure at rest. It is at most a second old, so it changes soon or not at all. */
    boolean soonAtRest(BooleanSupplier condition) {
        return Waiting.until(AT_REST, condition);
    }

    /** Waits until all events are sent and read, so that no figure changes any more. */
    void rest() {
        new OpenWork(marketplace).awaitNone(SOON);
    }

    private Http.Answer post(String path, Object body) {
        return Http.call("POST", marketplace.url("edge") + path, body, Map.of());
    }

    @Override
    public void close() {
        topics.close();
    }
}
