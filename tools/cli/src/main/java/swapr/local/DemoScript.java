package swapr.local;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import swapr.local.Api.Reply;

/**
 * Runs the first flow and observes it from outside: at the REST API, on the topics and on the mail server. Each step
 * waits for its result, and the script fails at the first result that does not arrive.
 */
final class DemoScript {

    private static final Map<String, String> PRICE = Map.of("amount", "250.00", "currency", "USD");

    private record User(String name, String id, String email, String token) {}

    private final Api api;
    private final TopicWatcher events;
    private final MailBox mail;
    private final StoryPrinter out;
    private final Duration timeout;
    private final String suffix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    DemoScript(Api api, TopicWatcher events, MailBox mail, PrintStream out, Duration timeout) {
        this.api = api;
        this.events = events;
        this.mail = mail;
        this.out = new StoryPrinter(out);
        this.timeout = timeout;
    }

    void run() {
        var seller = registers("Sina", "a seller");
        var weekly = createdThisYear();
        var listed = lists(seller);
        var listing = listed.text("id");
        seesEmail(seller, "LISTING_PUBLISHED", listed);
        counterIncreases(weekly);
        var buyer = registers("Ben", "a buyer");
        var ordered = orders(buyer, listing);
        becomes("/api/orders/" + ordered.text("id"), buyer.token(), "CONFIRMED");
        becomes("/api/listings/" + listing, buyer.token(), "SOLD");
        seesEmail(buyer, "ORDER_CONFIRMED", ordered);
        seesEmail(seller, "LISTING_SOLD", ordered);
    }

    private User registers(String name, String who) {
        var email = name.toLowerCase(Locale.ROOT) + "." + suffix + "@swapr.example";
        var password = UUID.randomUUID().toString();
        out.step("%s registers as %s and signs in".formatted(name, who));
        var registered = api.post("/api/users", null, Map.of("name", name, "email", email, "password", password))
                .expecting(201);
        out.request(registered, email);
        var id = registered.text("id");
        events.await("UserRegistered", "user_id", id, timeout);
        out.chain(events.of(registered.correlationId()), registered);
        var token = api.post("/api/sessions", null, Map.of("email", email, "password", password))
                .expecting(200)
                .text("access_token");
        return new User(name, id, email, token);
    }

    private Reply lists(User seller) {
        out.step(seller.name() + " lists a vintage sneaker");
        var listed = api.post(
                        "/api/listings",
                        seller.token(),
                        Map.of(
                                "title", "Air Jordan 1 Chicago, 1985",
                                "brand", "Nike",
                                "size", "44",
                                "condition", "USED",
                                "description", "Worn twice, kept in its box.",
                                "price", PRICE))
                .expecting(201);
        out.request(listed, listed.text("status"));
        events.await("ListingCreated", "listing_id", listed.text("id"), timeout);
        return listed;
    }

    /** Waits for the event of the notification, and for the e-mail on the mail server. */
    private void seesEmail(User person, String kind, Reply cause) {
        var sent = events.await(
                "NotificationSent",
                event -> event.payload("kind").equals(kind)
                        && event.payload("user_id").equals(person.id()),
                kind + " for " + person.name(),
                timeout);
        var message = mail.await(person.email(), sent.payload("subject"), timeout);
        if (!kind.equals("LISTING_SOLD")) {
            out.chain(events.of(cause.correlationId()), cause);
        }
        out.step("%s receives an e-mail".formatted(person.name()));
        out.detail("subject", message.path("Subject").asString(""));
        var arrived = Instant.parse(message.path("Date").asString(""));
        out.detail("arrived", StoryFormat.milliseconds(Duration.between(cause.sent(), arrived)) + " after the request");
    }

    private long createdThisYear() {
        var sum = 0L;
        for (var week : api.get("/api/analytics/weekly-listings", null)
                .expecting(200)
                .body()
                .path("weeks")) {
            sum += week.path("created").asLong();
        }
        return sum;
    }

    private void counterIncreases(long before) {
        out.step("the weekly counter increases");
        var began = Instant.now();
        if (!OsProcess.await(timeout, () -> createdThisYear() > before)) {
            throw new DemoAssertionError(
                    "the counter of /api/analytics/weekly-listings did not increase from " + before);
        }
        var waited = StoryFormat.milliseconds(Duration.between(began, Instant.now()));
        out.detail("listings", "%d -> %d (seen after %s)".formatted(before, createdThisYear(), waited));
    }

    private Reply orders(User buyer, String listing) {
        out.step(buyer.name() + " orders it: reservation, payment, confirmation");
        var body = Map.of("listing_id", listing, "payment_token", "tok_ok");
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        var ordered = api.send("POST", "/api/orders", buyer.token(), body, key).expecting(202);
        out.request(ordered, ordered.text("status"));
        for (var type : new String[] {"OrderPlaced", "ListingReserved", "PaymentApproved", "OrderConfirmed"}) {
            events.await(type, "order_id", ordered.text("id"), timeout);
        }
        events.await("ListingSold", "listing_id", listing, timeout);
        return ordered;
    }

    private void becomes(String path, String token, String status) {
        if (!OsProcess.await(timeout, () -> api.get(path, token).text("status").equals(status))) {
            throw new DemoAssertionError("%s did not reach the status %s".formatted(path, status));
        }
    }
}
