package swapr.system;

import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/** The requests that the users of the load can send, without those for orders. */
final class LoadActions {

    private static final int FIRST = 8;

    private final String door;
    private final LoadClient client;
    private final Shoppers shoppers;
    private final LoadNames names;

    /** @param shoppers gets the new users and listings */
    LoadActions(String door, LoadClient client, LoadNames names, Shoppers shoppers) {
        this.door = door;
        this.client = client;
        this.names = names;
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
        String email = names.next("shopper").replace(' ', '-') + "@chaos.example";
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
        String title = names.next("Pair");
        var pair = Map.of(
                "title", title,
                "brand", "Nike",
                "size", "42",
                "condition", "NEW",
                "price", Map.of("amount", 50 + names.count() % 100 + ".50", "currency", "USD"));
        // POST /listings has no Idempotency-Key. A request without a response is therefore not repeated.
        Http.Answer answer = client.once("LIST", title, who.email(), "POST", "/api/listings", pair, who.bearer());
        if (answer == null || answer.status() != 201) {
            return null;
        }
        var offer = new Offer(title, answer.body().path("id").asString(), who);
        shoppers.add(offer);
        return offer;
    }

    /** Returns false if the answer says that the listing is no longer available. */
    boolean reduce(Offer offer, String amount) {
        var price = Map.of("price", Map.of("amount", amount, "currency", "USD"));
        Http.Answer answer = client.once(
                "REDUCE",
                names.next("Reduction"),
                offer.seller().email(),
                "POST",
                "/api/listings/" + offer.id() + "/price-reductions",
                price,
                offer.seller().bearer());
        return answer == null || answer.status() != 409;
    }

    void search(Offer offer) {
        read("SEARCH", "/api/listings?q=" + offer.key().replace(' ', '+'));
    }

    /** Reads the price and the status of a listing. */
    void look(Offer offer) {
        read("LOOK", "/api/listings/" + offer.id());
    }

    private void read(String kind, String path) {
        client.once(kind, names.next(kind), "", "GET", path, null, Map.of());
    }
}
