package swapr.system;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/**
 * The load: clients register, list, reduce, search, order and cancel at a fixed rate, which does not depend on the
 * response times. All outcomes go into the {@link ClientHistory}. Registrations and orders are repeated after 5xx or no
 * response, orders under the same Idempotency-Key.
 */
final class Load implements AutoCloseable {

    private final Shoppers shoppers;
    private final LoadActions actions;
    private final OrderActions orders;
    private final LoadMix mix;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong open = new AtomicLong();

    Load(String door, ClientHistory history, long seed) {
        var random = new Random(seed);
        this.shoppers = new Shoppers(random);
        var client = new LoadClient(door, history);
        var names = new LoadNames();
        this.actions = new LoadActions(door, client, names, shoppers);
        this.orders = new OrderActions(door, client, names);
        this.mix = new LoadMix(shoppers, actions, orders, random);
    }

    /** Registers the first shoppers and creates the first listings, before any fault. */
    void open() {
        actions.open();
    }

    /**
     * Creates load while the work runs, and at least for this duration.
     *
     * @param perSecond steps per second; a step sends one or more requests
     * @param everySecond called once per second during the load
     */
    void during(Runnable work, double perSecond, Duration atLeast, Runnable everySecond) {
        new FixedRate(perSecond, () -> begin(mix.next())).during(work, atLeast, everySecond);
    }

    /**
     * Sends this number of orders for one new listing at the same time. Returns when all have an outcome.
     *
     * @throws IllegalStateException if some have no outcome after two minutes
     */
    void rush(int buyers) {
        Offer wanted = newOffer();
        var rush = new CountDownLatch(buyers);
        for (var i = 0; i < buyers; i++) {
            Shopper who = shoppers.shopper();
            begin(() -> {
                orders.buy(who, wanted, "tok_ok", null);
                rush.countDown();
            });
        }
        try {
            if (!rush.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException(rush.getCount() + " orders have no outcome after 2 minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** For this duration, reduces the price of a new listing again and again until its order has reserved it. */
    void contend(Duration duration) {
        repeat(duration, () -> {
            Offer wanted = newOffer();
            Shopper who = shoppers.shopper();
            begin(() -> orders.buy(who, wanted, "tok_ok", null));
            var available = new AtomicBoolean(true);
            for (var cents = 4_990; cents > 4_790 && available.get(); cents--) {
                String price = BigDecimal.valueOf(cents, 2).toString();
                begin(() -> available.compareAndSet(true, actions.reduce(wanted, price)));
                Waiting.pause(Duration.ofMillis(15));
            }
        });
    }

    /** For this duration, orders with a slow card and cancels while the bank works. */
    void regret(Duration duration) {
        repeat(duration, () -> {
            Offer wanted = newOffer();
            Shopper who = shoppers.shopper();
            begin(() -> orders.regret(who, wanted));
            Waiting.pause(Duration.ofMillis(500));
        });
    }

    private static void repeat(Duration duration, Runnable work) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            work.run();
        }
    }

    /** A new listing. A busy service may refuse some, so there are twenty attempts, one per second. */
    private Offer newOffer() {
        for (var attempts = 0; attempts < 20; attempts++) {
            Offer offer = actions.list(shoppers.shopper());
            if (offer != null) {
                return offer;
            }
            Waiting.pause(Duration.ofSeconds(1));
        }
        throw new IllegalStateException("the marketplace accepted no listing in 20 attempts");
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

    @Override
    public void close() {
        finish();
    }

    /** Waits until all requests have an outcome. No request can start after this call. */
    void finish() {
        requests.shutdown();
        try {
            if (!requests.awaitTermination(LoadClient.GIVE_UP.toSeconds() + 60, TimeUnit.SECONDS)) {
                throw new IllegalStateException(open.get() + " requests have no outcome after " + LoadClient.GIVE_UP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            requests.shutdownNow();
        }
    }
}
