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
 * The first flow, seen from outside: the REST interface, the topics and the mail server. Each step waits for what it
 * tells about, and the story ends where something is missing.
 */
final class DemoScript {

    private static final Map<String, String> PRICE = Map.of("amount", "250.00", "currency", "USD");

    private record Somebody(String name, String id, String email, String token) {}

    private final Api api;
    private final TopicWatcher events;
    private final MailBox mail;
    private final PrintStream out;
    private final Duration patience;
    private final String suffix =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private int step;

    DemoScript(Api api, TopicWatcher events, MailBox mail, PrintStream out, Duration patience) {
        this.api = api;
        this.events = events;
        this.mail = mail;
        this.out = out;
        this.patience = patience;
    }

    void run() {
        var seller = registers("Sina", "a seller");
        var weekly = createdThisYear();
        var listed = lists(seller);
        var listing = listed.text("id");
        seesEmail(seller, "LISTING_PUBLISHED", listed);
        counterMoves(weekly);
        var buyer = registers("Ben", "a buyer");
        var ordered = orders(buyer, listing);
        isFinal(buyer, ordered, listing);
        seesEmail(buyer, "ORDER_CONFIRMED", ordered);
        seesEmail(seller, "LISTING_SOLD", ordered);
    }

    private Somebody registers(String name, String who) {
        var email = name.toLowerCase(Locale.ROOT) + "." + suffix + "@swapr.example";
        var password = UUID.randomUUID().toString();
        begin("%s registers as %s and signs in".formatted(name, who));
        var registered = api.post("/api/users", null, Map.of("name", name, "email", email, "password", password))
                .expecting(201);
        request(registered, email);
        var id = registered.text("id");
        events.await("UserRegistered", "user_id", id, patience);
        chain(registered);
        var token = api.post("/api/sessions", null, Map.of("email", email, "password", password))
                .expecting(200)
                .text("access_token");
        return new Somebody(name, id, email, token);
    }

    private Reply lists(Somebody seller) {
        begin(seller.name() + " lists a vintage sneaker");
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
        request(listed, listed.text("status"));
        events.await("ListingCreated", "listing_id", listed.text("id"), patience);
        return listed;
    }

    /** The event says what was sent; the mail server says that it arrived. */
    private void seesEmail(Somebody person, String kind, Reply because) {
        var sent = events.await(
                "NotificationSent",
                event -> event.payload("kind").equals(kind)
                        && event.payload("user_id").equals(person.id()),
                kind + " for " + person.name(),
                patience);
        var message = mail.await(person.email(), sent.payload("subject"), patience);
        if (!kind.equals("LISTING_SOLD")) {
            chain(because);
        }
        begin("%s's e-mail is there".formatted(person.name()));
        out.println(StoryFormat.detail("subject", message.path("Subject").asString("")));
        var arrived = Instant.parse(message.path("Date").asString(""));
        out.println(StoryFormat.detail(
                "arrived", StoryFormat.milliseconds(Duration.between(because.sent(), arrived)) + " after the request"));
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

    private void counterMoves(long before) {
        begin("the weekly counter moves");
        var began = Instant.now();
        if (!OsProcess.await(patience, () -> createdThisYear() > before)) {
            throw new DemoAssertionError("the counter of /api/analytics/weekly-listings stayed at " + before);
        }
        out.println(StoryFormat.detail(
                "listings",
                "%d -> %d (seen after %s)"
                        .formatted(
                                before,
                                createdThisYear(),
                                StoryFormat.milliseconds(Duration.between(began, Instant.now())))));
    }

    private Reply orders(Somebody buyer, String listing) {
        begin(buyer.name() + " orders it: reservation, payment, confirmation");
        var body = Map.of("listing_id", listing, "payment_token", "tok_ok");
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        var ordered = api.send("POST", "/api/orders", buyer.token(), body, key).expecting(202);
        request(ordered, ordered.text("status"));
        for (var type : new String[] {"OrderPlaced", "ListingReserved", "PaymentApproved", "OrderConfirmed"}) {
            events.await(type, "order_id", ordered.text("id"), patience);
        }
        events.await("ListingSold", "listing_id", listing, patience);
        return ordered;
    }

    private void isFinal(Somebody buyer, Reply ordered, String listing) {
        var order = "/api/orders/" + ordered.text("id");
        becomes(order, buyer.token(), "CONFIRMED");
        becomes("/api/listings/" + listing, buyer.token(), "SOLD");
    }

    private void becomes(String path, String token, String status) {
        if (!OsProcess.await(patience, () -> api.get(path, token).text("status").equals(status))) {
            throw new DemoAssertionError("%s did not become %s".formatted(path, status));
        }
    }

    private void begin(String sentence) {
        out.println(StoryFormat.step(++step, sentence));
    }

    private void request(Reply reply, String result) {
        out.println(StoryFormat.detail(reply.request(), "%d %s".formatted(reply.status(), result)));
    }

    private void chain(Reply reply) {
        out.println(StoryFormat.chain(events.of(reply.correlationId()), reply.sent()));
    }
}
