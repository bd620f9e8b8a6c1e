package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    private void isFound() {
        var incident = incidents.chosen().orElseThrow(() -> new IllegalStateException("no incident is chosen"));
        if (!incidents.isPlanted() && !incidents.isSolved()) {
            var sina = shop.customer("Sina");
            var buyers = BUYERS.stream().map(shop::customer).toList();
            new IncidentFaults(shop.marketplace()).remove(); // a killed command may have left one
            shop.rest();
            incidents.plant(shop.marketplace());
            trade(sina, buyers);
        }
        Red.unless(
                incidents.isSolved(),
                incident.complaint,
                "%d orders; %d wrong accusations".formatted(ORDERS, incidents.wrong()),
                "./swapr lab metrics shows the figures of the alerts",
                "./swapr lab accuse --process … --cause … --evidence …");
    }

    /** Customers trade during the incident. A request may fail: that is a symptom. */
    private void trade(Customer sina, List<Customer> buyers) {
        var listings = new ArrayList<Listing>();
        for (var i = 0; i < ORDERS; i++) {
            try {
                listings.add(shop.list(sina));
            } catch (RuntimeException e) {
                break;
            }
        }
        for (var i = 0; i < listings.size(); i++) {
            try {
                shop.order(buyers.get(i % buyers.size()), listings.get(i));
            } catch (RuntimeException e) {
                break;
            }
        }
    }

    /** New listings on all partitions, because a partition whose last records were aborted keeps its lag. */
    private void isOver() {
        var sina = shop.customer("Sina");
        for (var i = 0; i < LISTINGS_AFTERWARDS; i++) {
            shop.list(sina);
        }
        var work = new OpenWork(shop.marketplace());
        boolean over = Waiting.until(RECOVERY, () -> work.all().isEmpty());
        Red.unless(
                over,
                "Customers still wait, although the fault is removed",
                incidents.score(),
                "open: " + String.join(", ", work.all()),
                "./swapr lab metrics, and ./swapr dead-letters");
    }
}
