package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import swapr.system.Waiting;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 14: the planted incident was found, and its consequences have ended. */
final class Lab14 implements Steps {

    private static final int ORDERS = 8;
    /** The circuit breaker opens only if the cards of several buyers fail. */
    private static final List<String> BUYERS = List.of("Ben", "Tom", "Uma", "Eva");

    private static final int LISTINGS_AFTERWARDS = 48;
    private static final Duration RECOVERY = Duration.ofSeconds(75);

    private final Shop shop;
    private final Incidents incidents;

    Lab14(Shop shop) {
        this.shop = shop;
        this.incidents = Incidents.in(shop.marketplace().home());
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the process, the cause and the evidence are found", this::isFound),
                new Step("nothing is open any more", this::isOver));
    }

    /** Each check plants the fault again and makes customers trade, because an old fault may have lost its effect. */
    private void isFound() {
        var incident = incidents.chosen().orElseThrow(() -> new IllegalStateException("no incident is chosen"));
        if (!incidents.isPlanted() && !incidents.isSolved()) {
            new IncidentFaults(shop.marketplace()).remove(); // a killed command may have left one
            shop.rest();
        }
        if (!incidents.isSolved()) {
            plantAndTrade();
        }
        Red.unless(
                incidents.isSolved(),
                incident.complaint,
                "%d orders; %d wrong accusations".formatted(ORDERS, incidents.wrong()),
                "./swapr lab metrics shows the figures of the alerts",
                "./swapr lab accuse --process … --cause … --evidence …");
    }

    /** Customers trade during the incident. A request may fail: that is a symptom. */
    private void plantAndTrade() {
        var customers = new ArrayList<Customer>();
        tryEach(1 + BUYERS.size(), i -> customers.add(shop.customer(i == 0 ? "Sina" : BUYERS.get(i - 1))));
        incidents.plant(shop.marketplace());
        var listings = new ArrayList<Listing>();
        tryEach(customers.isEmpty() ? 0 : ORDERS, _ -> listings.add(shop.list(customers.getFirst())));
        tryEach(customers.size() > 1 ? listings.size() : 0, i -> {
            var buyers = customers.subList(1, customers.size());
            shop.order(buyers.get(i % buyers.size()), listings.get(i));
        });
    }

    /** Ends at the first request that fails. */
    private static void tryEach(int times, IntConsumer request) {
        try {
            for (var i = 0; i < times; i++) {
                request.accept(i);
            }
        } catch (RuntimeException e) {
            return;
        }
    }

    /** New listings on all partitions, because a partition whose last records were aborted keeps its lag. */
    private void isOver() {
        var sina = shop.customer("Sina");
        for (var i = 0; i < LISTINGS_AFTERWARDS; i++) {
            shop.list(sina);
        }
        boolean over = Waiting.until(RECOVERY, () -> open().isEmpty());
        Red.unless(
                over,
                "Customers still wait, although the fault is removed",
                incidents.score(),
                "open: " + String.join(", ", open()),
                "./swapr lab metrics, and ./swapr dead-letters");
    }

    private List<String> open() {
        var open = new OpenWork(shop.marketplace()).all();
        var board = new MetricsBoard(shop.marketplace());
        long parked = board.total("swapr_dead_letters_open") - incidents.parkedBefore();
        if (parked > 0) {
            open.add("%d records are parked".formatted(parked));
        }
        long retrying = board.total("swapr_commands_retrying");
        if (retrying > 0) {
            open.add("%d commands are tried again".formatted(retrying));
        }
        return open;
    }
}
