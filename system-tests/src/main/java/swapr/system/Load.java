package swapr.system;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/**
 * Shopping: people register, list, reduce, search, buy and change their minds, at a rate that is set and does not care how
 * quickly they are served. What they are told goes into the {@link ClientHistory}; what they were not told they ask again, under
 * the same Idempotency-Key.
 */
final class Load implements AutoCloseable {

    private static final Duration SLICE = Duration.ofSeconds(1);

    private final Random random;
    private final Shoppers shoppers;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong open = new AtomicLong();

    Load(String door, ClientHistory history, long seed) {
        this.random = new Random(seed);
        this.shoppers = new Shoppers(door, history, random);
    }

    /** Lets the first people in, before anything goes wrong. */
    void open() {
        shoppers.open();
    }

    /**
     * People shop while the work is done, and at least for so long.
     *
     * @param everySecond called meanwhile
     */
    void during(Runnable work, double perSecond, Duration atLeast, Runnable everySecond) {
        var done = new AtomicBoolean();
        long until = System.nanoTime() + atLeast.toNanos();
        var shopping = CompletableFuture.runAsync(() -> {
            while (!done.get() || System.nanoTime() < until) {
                slice(perSecond);
                everySecond.run();
            }
        });
        try {
            work.run();
        } finally {
            done.set(true);
            shopping.join();
        }
    }

    private void slice(double perSecond) {
        long start = System.nanoTime();
        long steps = Math.max(1, Math.round(perSecond * SLICE.toSeconds()));
        for (var i = 0; i < steps; i++) {
            step();
            long due = start + (i + 1) * SLICE.toNanos() / steps;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    /** So many orders for one new listing, all at once; returns when all have an answer. */
    void rush(int buyers) {
        Offer wanted = something();
        var rush = new CountDownLatch(buyers);
        for (var i = 0; i < buyers; i++) {
            Shopper who = shoppers.shopper();
            begin(() -> {
                shoppers.buy(who, wanted, "tok_ok", null);
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
        again(duration, () -> {
            Offer wanted = something();
            Shopper who = shoppers.shopper();
            begin(() -> shoppers.buy(who, wanted, "tok_ok", null));
            for (var cents = 90; cents > 60; cents--) {
                String price = "49." + cents;
                begin(() -> shoppers.reduce(wanted, price));
                Waiting.pause(Duration.ofMillis(15));
            }
        });
    }

    /** For so long, people buy with a slow card and cancel before the bank has answered. */
    void regret(Duration duration) {
        again(duration, () -> {
            Offer wanted = something();
            Shopper who = shoppers.shopper();
            begin(() -> shoppers.buy(who, wanted, "tok_slow", Duration.ofSeconds(2)));
            Waiting.pause(Duration.ofMillis(500));
        });
    }

    private static void again(Duration duration, Runnable work) {
        long until = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < until) {
            work.run();
        }
    }

    /** A new offer. */
    private Offer something() {
        Offer offer = shoppers.list(shoppers.shopper());
        if (offer == null) {
            throw new IllegalStateException("nothing could be listed");
        }
        return offer;
    }

    private synchronized void step() {
        int dice = random.nextInt(100);
        Shopper who = shoppers.shopper();
        Offer offer = shoppers.offer();
        String payment = shoppers.paymentToken();
        int doubt = random.nextInt(3_000);
        begin(() -> {
            if (dice < 30) {
                shoppers.list(who);
            } else if (dice < 80) {
                shoppers.buy(who, offer, payment, null);
            } else if (dice < 86) {
                shoppers.buy(who, offer, payment, Duration.ofMillis(doubt));
            } else if (dice < 90) {
                shoppers.reduce(offer, "20.25");
                shoppers.look(offer);
            } else if (dice < 91) {
                shoppers.register();
            } else {
                shoppers.search(offer);
                shoppers.look(offer);
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

    @Override
    public void close() {
        finish();
    }

    /** Waits for everything that was begun; nothing can be begun after it. */
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
