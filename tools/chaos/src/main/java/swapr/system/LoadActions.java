package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/** The requests that the users of the load can send. */
final class LoadActions {

    private static final int FIRST = 8;

    /** One buyer in four reads the order immediately. */
    private static final int CURIOUS = 4;

    private final String door;
    private final LoadClient client;
    private final Shoppers shoppers;
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final AtomicLong sequence = new AtomicLong();

    /** @param shoppers gets the new users and listings */
    LoadActions(String door, ClientHistory history, Shoppers shoppers) {
        this.door = door;
        this.client = new LoadClient(door, history);
        this.shoppers = shoppers;
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
            list(shoppers.shopper());
        }
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
                shoppers.add(
                        new Shopper(email, session.body().path("access_token").asString()));
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
                "title", title,
                "brand", "Nike",
                "size", "42",
                "condition", "NEW",
                "price", Map.of("amount", 50 + sequence.get() % 100 + ".50", "currency", "USD"));
        // POST /listings has no Idempotency-Key. A request without a response is therefore not repeated.
        Http.Answer answer = client.once("LIST", title, who.email(), "POST", "/api/listings", pair, token(who));
        if (answer == null || answer.status() != 201) {
            return null;
        }
        var offer = new Offer(title, answer.body().path("id").asString(), who);
        shoppers.add(offer);
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
        read("SEARCH", "", "/api/listings?q=" + offer.key().replace(' ', '+'), Map.of());
    }

    /** Reads the price and the status of a listing. */
    void look(Offer offer) {
        read("LOOK", "", "/api/listings/" + offer.id(), Map.of());
    }

    private void read(String kind, String person, String path, Map<String, String> headers) {
        client.once(kind, next(kind), person, "GET", path, null, headers);
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
            read("LOOK", who.email(), "/api/orders/" + id, token(who));
        }
        return id;
    }

    private void cancel(Shopper who, String key, String id) {
        client.once("CANCEL", key, who.email(), "POST", "/api/orders/" + id + "/cancellation", Map.of(), token(who));
    }

    private static Map<String, String> token(Shopper who) {
        return Map.of("Authorization", "Bearer " + who.token());
    }

    private String next(String what) {
        return "%s %s %d".formatted(what, run, sequence.incrementAndGet());
    }
}
