package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The users of the load, their listings, and the requests that they can send. */
final class Shoppers {

    /** A user with an account and a valid token. */
    record Shopper(String email, String token) {}

    /** @param key the title of the listing */
    record Offer(String key, String id, Shopper seller) {}

    private static final int FIRST = 8;
    /** One choice in ten is one of the three most wanted offers. */
    private static final int HOT = 10;
    /** One buyer in four reads the order immediately. */
    private static final int CURIOUS = 4;

    private final String door;
    private final LoadClient client;
    private final Random random;
    private final String run;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();

    /** @param random makes all choices */
    Shoppers(String door, ClientHistory history, Random random) {
        this.door = door;
        this.client = new LoadClient(door, history);
        this.random = random;
        this.run = UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * Registers the first shoppers and creates their listings, before any fault.
     *
     * @throws IllegalStateException if no shopper could register
     */
    void open() {
        for (var i = 0; i < FIRST; i++) {
            register();
        }
        if (shoppers.isEmpty()) {
            throw new IllegalStateException("no shopper could register at " + door);
        }
        for (var i = 0; i < FIRST; i++) {
            list(shopper());
        }
    }

    private static Map<String, String> token(Shopper who) {
        return Map.of("Authorization", "Bearer " + who.token());
    }

    /** Mostly valid tokens. Flaky ones are rare, because three failures of different buyers open the breaker. */
    synchronized String paymentToken() {
        int dice = random.nextInt(40);
        return dice < 34 ? "tok_ok" : dice < 38 ? "tok_declined" : dice < 39 ? "tok_flaky" : "tok_slow";
    }

    /** A random shopper; one without a valid token if none is registered. */
    synchronized Shopper shopper() {
        return shoppers.isEmpty() ? new Shopper("", "") : shoppers.get(random.nextInt(shoppers.size()));
    }

    /** One of the last 40 offers; in one of ten cases, one of the first three of them. */
    synchronized Offer offer() {
        if (offers.isEmpty()) {
            return new Offer("", UUID.randomUUID().toString(), shopper());
        }
        int recent = Math.min(offers.size(), 40);
        int index = random.nextInt(HOT) == 0 ? random.nextInt(Math.min(3, recent)) : random.nextInt(recent);
        return offers.get(offers.size() - recent + index);
    }

    private String next(String what) {
        return "%s %s %d".formatted(what, run, sequence.incrementAndGet());
    }

    void register() {
        String email = "shopper-%s-%d@chaos.example".formatted(run, sequence.incrementAndGet());
        var account = Map.of("name", "Shopper", "email", email, "password", "a long enough password");
        Http.Answer answer = client.insist("REGISTER", email, email, "POST", "/api/users", account, Map.of());
        if (answer == null || (answer.status() != 201 && answer.status() != 409)) {
            return;
        }
        try {
            Http.Answer session = Http.call("POST", door + "/api/sessions", account, Map.of());
            if (session.status() == 200) {
                synchronized (this) {
                    shoppers.add(new Shopper(
                            email, session.body().path("access_token").asString()));
                }
            }
        } catch (UncheckedIOException e) {
            return; // this shopper takes no part
        }
    }

    /** Creates a listing. Returns null if the outcome is unknown or a refusal. */
    @Nullable
    Offer list(Shopper who) {
        String title = next("Pair");
        var pair = Map.of(
                "title",
                title,
                "brand",
                "Nike",
                "size",
                "42",
                "condition",
                "NEW",
                "price",
                Map.of("amount", 50 + sequence.get() % 100 + ".50", "currency", "USD"));
        // POST /listings has no Idempotency-Key. A request without a response is therefore not repeated.
        Http.Answer answer = client.once("LIST", title, who.email(), "POST", "/api/listings", pair, token(who));
        if (answer == null || answer.status() != 201) {
            return null;
        }
        var offer = new Offer(title, answer.body().path("id").asString(), who);
        synchronized (this) {
            offers.add(offer);
        }
        return offer;
    }

    void reduce(Offer offer, String amount) {
        var price = Map.of("price", Map.of("amount", amount, "currency", "USD"));
        client.once(
                "REDUCE",
                next("Reduction"),
                offer.seller().email(),
                "POST",
                "/api/listings/" + offer.id() + "/price-reductions",
                price,
                token(offer.seller()));
    }

    void search(Offer offer) {
        client.once(
                "SEARCH",
                next("Search"),
                "",
                "GET",
                "/api/listings?q=" + offer.key().replace(' ', '+'),
                null,
                Map.of());
    }

    /** Reads the price and the status of a listing. */
    void look(Offer offer) {
        client.once("LOOK", next("Look"), "", "GET", "/api/listings/" + offer.id(), null, Map.of());
    }

    /** @param cancelAfter the time until the buyer cancels the order; null for never */
    void buy(Shopper who, Offer offer, String payment, @Nullable Duration cancelAfter) {
        String key = next("order").replace(' ', '-');
        String id = order(who, offer, payment, key);
        if (id != null && cancelAfter != null) {
            Waiting.pause(cancelAfter);
            cancel(who, key, id);
        }
    }

    /** Orders with a slow card. The bank needs five seconds for the charge, and the buyer cancels meanwhile. */
    void regret(Shopper who, Offer offer) {
        String key = next("order").replace(' ', '-');
        String id = order(who, offer, "tok_slow", key);
        if (id != null && Waiting.until(Duration.ofSeconds(20), () -> isReserved(who, id))) {
            Waiting.pause(Duration.ofSeconds(2)); // the charge begins
            cancel(who, key, id);
        }
    }

    private boolean isReserved(Shopper who, String id) {
        try {
            return Http.call("GET", door + "/api/orders/" + id, null, token(who))
                    .body()
                    .path("status")
                    .asString()
                    .equals("RESERVED");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Returns the id of the order; null if the outcome is unknown or a refusal. */
    private @Nullable String order(Shopper who, Offer offer, String payment, String key) {
        var headers = Map.of("Authorization", "Bearer " + who.token(), "Idempotency-Key", key);
        var order = Map.of("listing_id", offer.id(), "payment_token", payment);
        Http.Answer answer = client.insist("ORDER", key, who.email(), "POST", "/api/orders", order, headers);
        if (answer == null || answer.status() != 202) {
            return null;
        }
        String id = answer.body().path("id").asString();
        if (sequence.get() % CURIOUS == 0) {
            client.once("LOOK", next("Look"), who.email(), "GET", "/api/orders/" + id, null, token(who));
        }
        return id;
    }

    private void cancel(Shopper who, String key, String id) {
        client.once("CANCEL", key, who.email(), "POST", "/api/orders/" + id + "/cancellation", Map.of(), token(who));
    }
}
