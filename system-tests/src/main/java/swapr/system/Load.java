package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Shoppers at the door: they register, list, reduce, search, buy and change their minds, at a rate that is set and does
 * not care how quickly they are served. What they are told goes into the {@link History}; what they were not told they
 * ask again, under the same Idempotency-Key.
 */
final class Load implements AutoCloseable {

    /** Somebody with an account and a valid token. */
    private record Shopper(String email, String token) {}

    /** @param key its title */
    private record Offer(String key, String id, Shopper seller) {}

    private static final int SHOPPERS = 8;
    /** One offer in ten is what everybody wants. */
    private static final int HOT = 10;

    private final String door;
    private final Client client;
    private final Random random;
    private final String run;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Shopper> shoppers = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong open = new AtomicLong();

    Load(String door, History history, long seed) {
        this.door = door;
        this.client = new Client(door, history);
        this.random = new Random(seed);
        this.run = "%s-%x".formatted(UUID.randomUUID().toString().substring(0, 8), seed);
    }

    /** Registers the shoppers, before anything goes wrong. */
    void open() {
        for (var i = 0; i < SHOPPERS; i++) {
            register();
        }
        if (shoppers.isEmpty()) {
            throw new IllegalStateException("nobody could register at " + door);
        }
        for (var i = 0; i < SHOPPERS; i++) {
            list(shopper());
        }
    }

    /** Goes shopping for that long; returns when all that was begun has an outcome. */
    void run(double perSecond, Duration duration) {
        long start = System.nanoTime();
        long steps = Math.round(perSecond * duration.toMillis() / 1000);
        for (long i = 0; i < steps && !Thread.currentThread().isInterrupted(); i++) {
            long due = start + Math.round(i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            step();
        }
    }

    /** So many orders for one new listing, all at once; returns when all have an answer. */
    void rush(int buyers) {
        list(shopper());
        Offer wanted;
        synchronized (this) {
            wanted = offers.getLast();
        }
        var rush = new CountDownLatch(buyers);
        for (var i = 0; i < buyers; i++) {
            Shopper who = shopper();
            begin(() -> {
                buy(who, wanted, "tok_ok", null);
                rush.countDown();
            });
        }
        try {
            if (!rush.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException(rush.getCount() + " of them have no answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For so long, prices of a few listings are reduced while they are ordered. */
    void contend(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            list(shopper());
            Offer wanted;
            synchronized (this) {
                wanted = offers.getLast();
            }
            Shopper who = shopper();
            begin(() -> buy(who, wanted, "tok_ok", null));
            for (var cents = 90; cents > 60; cents--) {
                String price = "49." + cents;
                begin(() -> reduce(wanted, price));
                Waiting.pause(Duration.ofMillis(15));
            }
        }
    }

    /** For so long, people buy with a slow card and cancel before the bank has answered. */
    void regret(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            list(shopper());
            Offer wanted;
            synchronized (this) {
                wanted = offers.getLast();
            }
            Shopper who = shopper();
            begin(() -> buy(who, wanted, "tok_slow", Duration.ofSeconds(2)));
            Waiting.pause(Duration.ofMillis(500));
        }
    }

    private synchronized void step() {
        int dice = random.nextInt(100);
        Shopper who = shopper();
        Offer offer = offer();
        String payment = paymentToken();
        int doubt = random.nextInt(3_000);
        begin(() -> {
            if (dice < 30) {
                list(who);
            } else if (dice < 80) {
                buy(who, offer, payment, null);
            } else if (dice < 86) {
                buy(who, offer, payment, Duration.ofMillis(doubt));
            } else if (dice < 90) {
                reduce(offer, "20.25");
            } else if (dice < 92) {
                register();
            } else {
                search(offer);
            }
        });
    }

    private void begin(Runnable work) {
        open.incrementAndGet();
        requests.execute(() -> {
            try {
                work.run();
            } finally {
                open.decrementAndGet();
            }
        });
    }

    private static Map<String, String> token(Shopper who) {
        return Map.of("Authorization", "Bearer " + who.token());
    }

    private String paymentToken() {
        int dice = random.nextInt(20);
        return dice < 15 ? "tok_ok" : dice < 17 ? "tok_declined" : dice < 19 ? "tok_flaky" : "tok_slow";
    }

    private synchronized Shopper shopper() {
        return shoppers.isEmpty() ? new Shopper("", "") : shoppers.get(random.nextInt(shoppers.size()));
    }

    private synchronized Offer offer() {
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

    private void register() {
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

    private void list(Shopper who) {
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
        if (answer != null && answer.status() == 201) {
            synchronized (this) {
                offers.add(new Offer(title, answer.body().path("id").asString(), who));
            }
        }
    }

    private void reduce(Offer offer, String amount) {
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

    private void search(Offer offer) {
        client.once(
                "SEARCH",
                next("Search"),
                "",
                "GET",
                "/api/listings?q=" + offer.key().replace(' ', '+'),
                null,
                Map.of());
    }

    private void buy(Shopper who, Offer offer, String payment, @Nullable Duration regret) {
        String key = next("order").replace(' ', '-');
        var headers = Map.of("Authorization", "Bearer " + who.token(), "Idempotency-Key", key);
        var order = Map.of("listing_id", offer.id(), "payment_token", payment);
        Http.Answer answer = client.insist("ORDER", key, who.email(), "POST", "/api/orders", order, headers);
        if (regret != null && answer != null && answer.status() == 202) {
            LockSupport.parkNanos(regret.toNanos());
            String id = answer.body().path("id").asString();
            client.once(
                    "CANCEL", key, who.email(), "POST", "/api/orders/" + id + "/cancellation", Map.of(), token(who));
        }
    }

    @Override
    public void close() {
        finish();
    }

    /** Waits for everything that was begun; nothing can be begun after it. */
    void finish() {
        requests.shutdown();
        try {
            if (!requests.awaitTermination(Client.GIVE_UP.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(open.get() + " requests have no outcome after " + Client.GIVE_UP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requests.shutdownNow();
        }
    }
}
