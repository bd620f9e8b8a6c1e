package swapr.workshop;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import swapr.local.LocalApps;
import swapr.local.LocalMarketplace;
import swapr.system.BankLedger;
import swapr.system.DatabaseSessions;
import swapr.system.Http;
import swapr.system.Waiting;
import tools.jackson.databind.JsonNode;

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
        var id =
                expecting(201, post("/api/users", account, Map.of())).path("id").asString();
        var token = expecting(200, post("/api/sessions", account, Map.of()))
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
        var response = Http.send(
                SOON, "POST", marketplace.url("edge") + "/api/listings", pair, Map.of("Authorization", bearer(seller)));
        var body = expecting(201, new Http.Answer(response.statusCode(), Http.JSON.readTree(response.body())));
        var correlationId = response.headers().firstValue("Correlation-Id").orElse("");
        return new Listing(body.path("id").asString(), title, price, correlationId);
    }

    /** Orders a listing. Returns the id of the order. */
    String order(Customer buyer, Listing listing) {
        var order = Map.of("listing_id", listing.id(), "payment_token", "tok_ok");
        var headers = Map.of(
                "Authorization",
                bearer(buyer),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        return expecting(202, post("/api/orders", order, headers)).path("id").asString();
    }

    String orderStatus(Customer buyer, String order) {
        return Http.call(
                        "GET",
                        marketplace.url("edge") + "/api/orders/" + order,
                        null,
                        Map.of("Authorization", bearer(buyer)))
                .body()
                .path("status")
                .asString("");
    }

    /** The body of a public figure, such as {@code funnel}. */
    JsonNode analytics(String figure) {
        return Http.get(marketplace.url("edge") + "/api/analytics/" + figure);
    }

    /** The sum of a field of all weeks in the figure {@code weekly-listings}. */
    long weekly(String field) {
        return analytics("weekly-listings")
                .path("weeks")
                .valueStream()
                .mapToLong(week -> week.path(field).asLong())
                .sum();
    }

    /** The number of e-mails with this text in the subject that this customer has received. */
    long mails(Customer customer, String subject) {
        var query =
                URLEncoder.encode("to:%s subject:\"%s\"".formatted(customer.email(), subject), StandardCharsets.UTF_8);
        return Http.get(marketplace.url("mail") + "/api/v1/search?query=" + query)
                .path("messages_count")
                .asLong();
    }

    /** Sets the fault mode of the bank: none or lose_answer. */
    void bank(String mode) {
        var answer = Http.call("PUT", marketplace.url("bank") + "/faults", Map.of("mode", mode), Map.of());
        expecting(200, answer);
    }

    /** The captures of an order in the ledger of the bank. */
    List<JsonNode> captures(String order) {
        return new BankLedger(marketplace)
                .from(0).stream()
                        .filter(entry -> entry.path("type").asString().equals("CAPTURED"))
                        .filter(entry -> entry.path("order_id").asString().equals(order))
                        .toList();
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

    private Http.Answer post(String path, Object body, Map<String, String> headers) {
        return Http.call("POST", marketplace.url("edge") + path, body, headers);
    }

    private static JsonNode expecting(int status, Http.Answer answer) {
        Red.unless(
                answer.status() == status,
                "A customer gets an error from the marketplace",
                "a request that is usually answered with " + status,
                "status %d: %s".formatted(answer.status(), answer.body()),
                "./swapr logs listing, or purchase");
        return answer.body();
    }

    private static String bearer(Customer customer) {
        return "Bearer " + customer.token();
    }

    @Override
    public void close() {
        topics.close();
    }
}
