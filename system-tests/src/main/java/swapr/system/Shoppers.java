package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** People at the door, what they have put up for sale, and all that they can ask for. */
final class Shoppers {

    /** Somebody with an account and a valid token. */
    record Shopper(String email, String token) {}

    /** @param key its title */
    record Offer(String key, String id, Shopper seller) {}

    private static final int FIRST = 8;
    /** One choice in ten is among what everybody wants. */
    private static final int HOT = 10;
    /** One buyer in so many looks at the order at once. */
    private static final int CURIOUS = 4;

    private final String door;
    private final LoadClient client;
    private final Random random;
    private final String run;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();

    /** @param random everything is chosen with it */
    Shoppers(String door, ClientHistory history, Random random) {
        this.door = door;
        this.client = new LoadClient(door, history);
        this.random = random;
        this.run = UUID.randomUUID().toString().substring(0, 8);
    }

    /** The first ones, and what they sell, before anything goes wrong. */
    void open() {
        for (var i = 0; i < FIRST; i++) {
            register();
        }
        if (shoppers.isEmpty()) {
            throw new IllegalStateException("nobody could register at " + door);
        }
        for (var i = 0; i < FIRST; i++) {
            list(shopper());
        }
    }

    private static Map<String, String> token(Shopper who) {
        return Map.of("Authorization", "Bearer " + who.token());
    }

    /** Mostly good ones. Few flaky ones: the breaker opens after three failures in a row of different buyers. */
    synchronized String paymentToken() {
        int dice = random.nextInt(40);
        return dice < 34 ? "tok_ok" : dice < 38 ? "tok_declined" : dice < 39 ? "tok_flaky" : "tok_slow";
    }

    /** Any of them; somebody who may do nothing when nobody could register. */
    synchronized Shopper shopper() {
        return shoppers.isEmpty() ? new Shopper("", "") : shoppers.get(random.nextInt(shoppers.size()));
    }

    /** One of the last, and often one of the few that everybody wants. */
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
            return; // one shopper fewer
        }
    }

    /** Nothing when nobody knows whether it is there. */
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
        // A listing has no Idempotency-Key: what got no answer is not asked again.
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

    /** What it costs now, and whether it is still there. */
    void look(Offer offer) {
        client.once("LOOK", next("Look"), "", "GET", "/api/listings/" + offer.id(), null, Map.of());
    }

    /** @param regret after how long the buyer wants to cancel; null for never */
    void buy(Shopper who, Offer offer, String payment, @Nullable Duration regret) {
        String key = next("order").replace(' ', '-');
        var headers = Map.of("Authorization", "Bearer " + who.token(), "Idempotency-Key", key);
        var order = Map.of("listing_id", offer.id(), "payment_token", payment);
        Http.Answer answer = client.insist("ORDER", key, who.email(), "POST", "/api/orders", order, headers);
        if (answer == null || answer.status() != 202) {
            return;
        }
        String id = answer.body().path("id").asString();
        if (sequence.get() % CURIOUS == 0) {
            client.once("LOOK", next("Look"), who.email(), "GET", "/api/orders/" + id, null, token(who));
        }
        if (regret != null) {
            LockSupport.parkNanos(regret.toNanos());
            client.once(
                    "CANCEL", key, who.email(), "POST", "/api/orders/" + id + "/cancellation", Map.of(), token(who));
        }
    }
}
