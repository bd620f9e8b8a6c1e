package swapr.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import swapr.system.LoadSender.Request;

/**
 * Orders at a rate that an operator chooses in the control room. Each order has a listing of its own; one order in
 * twenty has a card that is declined. The rate does not depend on the answers. An order that starts late counts as
 * slow.
 */
final class SteadyLoad implements AutoCloseable {

    private static final int HIGHEST_RATE = 200;
    private static final int CONNECTIONS = 64;
    private static final int DECLINED = 20;
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** The accounts are for this number of open orders. */
    private static final int OPEN_ORDERS = 2_000;

    /** The intended times of orders that wait for a connection: ten seconds of the highest rate, and no more. */
    private final BlockingQueue<Long> due = new ArrayBlockingQueue<>(10 * HIGHEST_RATE);

    private final String door;
    private final OrderLatencies orders = new OrderLatencies();
    private final FinalOrders finalOrders;
    private final FileChannel lock;
    private volatile int rate;
    private volatile boolean isPrepared;
    private volatile boolean closed;
    private volatile String failure = "";

    /** @throws IllegalStateException if {@code ./swapr chaos} or another load runs */
    SteadyLoad(FaultSite site) {
        door = site.url("edge");
        try {
            lock = ChaosHome.lock(site.home());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finalOrders = new FinalOrders(site.bootstrapServers(), orders::finished);
        Thread.startVirtualThread(this::run);
    }

    /** @throws IllegalArgumentException if the rate is not from 0 to 200 orders a second */
    static void check(int rate) {
        if (rate < 0 || rate > HIGHEST_RATE) {
            throw new IllegalArgumentException("the rate must be from 0 to %d orders a second".formatted(HIGHEST_RATE));
        }
    }

    /** Changes the rate. Orders of the earlier rate that have not started are not sent. */
    void rate(int perSecond) {
        rate = perSecond;
        due.clear();
        orders.restart();
    }

    private void run() {
        try {
            var accounts = new LoadAccounts(door, OPEN_ORDERS);
            orders.restart();
            isPrepared = true;
            for (int connection = 0; connection < CONNECTIONS; connection++) {
                int first = connection;
                Thread.startVirtualThread(() -> work(accounts, first));
            }
        } catch (RuntimeException e) {
            failure = "The accounts of the load cannot be registered: " + e.getMessage();
            return;
        }
        for (long next = System.nanoTime(); !closed; ) {
            next += rate == 0 ? PAUSE.toNanos() : TimeUnit.SECONDS.toNanos(1) / rate;
            LockSupport.parkNanos(next - System.nanoTime());
            if (rate > 0) {
                due.offer(next); // at its time and not before it, or the latency would be too small
            }
        }
    }

    private void work(LoadAccounts accounts, int first) {
        try (var connection = new LoadConnection(door)) {
            for (int n = first; !closed; ) {
                var intended = due.poll(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                if (intended != null) {
                    order(connection, accounts, n, intended);
                    n += CONNECTIONS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void order(LoadConnection connection, LoadAccounts accounts, int n, long intended) {
        var listing = connection.exchange(
                new Request("/api/listings", accounts.seller(n), key(), """
                {"title":"Pair %d","brand":"Nike","size":"42","condition":"NEW",\
                "price":{"amount":"%d.50","currency":"USD"}}""".formatted(n, 50 + n % 100)));
        if (listing == null || listing.status() != 201) {
            orders.refused();
            return;
        }
        var card = n % DECLINED == 0 ? "tok_declined" : "tok_ok";
        var order = "{\"listing_id\":\"%s\",\"payment_token\":\"%s\"}".formatted(LoadSender.id(listing.body()), card);
        var answer = connection.exchange(new Request("/api/orders", accounts.buyer(n), key(), order));
        if (answer == null || answer.status() != 202) {
            orders.refused();
        } else {
            orders.started(LoadSender.id(answer.body()), intended);
        }
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    /** The wanted rate, and the figures of the last ten seconds: {@link OrderLatencies#figures}. */
    Map<String, Object> figures() {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("wanted", rate);
        figures.put("preparing", !isPrepared && failure.isEmpty());
        figures.put("failure", failure);
        figures.put("waiting", due.size());
        figures.put("full", due.size() > rate); // the orders of more than a second wait for a connection
        figures.putAll(orders.figures());
        return figures;
    }

    @Override
    public void close() {
        closed = true;
        finalOrders.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
