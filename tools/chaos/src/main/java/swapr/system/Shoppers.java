package swapr.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The users of the load and their listings, with random choices of them. */
final class Shoppers {

    /** A user with an account and a valid token. */
    record Shopper(String email, String token) {

        /** The header of a request with this token. */
        Map<String, String> bearer() {
            return Map.of("Authorization", "Bearer " + token);
        }
    }

    /** @param key the title of the listing */
    record Offer(String key, String id, Shopper seller) {}

    /** One choice in ten is one of the three most wanted offers. */
    private static final int HOT = 10;

    private final Random random;
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    /** @param random makes all choices */
    Shoppers(Random random) {
        this.random = random;
    }

    synchronized void add(Shopper shopper) {
        shoppers.add(shopper);
    }

    synchronized boolean isEmpty() {
        return shoppers.isEmpty();
    }

    synchronized void add(Offer offer) {
        offers.add(offer);
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
}
