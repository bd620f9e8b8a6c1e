package swapr.workshop;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import swapr.system.DatabaseSessions;
import swapr.workshop.Shop.Customer;
import tools.jackson.databind.JsonNode;

/** The check of lab 5: a repeated request and a repeated event have one effect, also after a crash. */
final class Lab05 implements Steps {

    private static final int ORDERS = 6;
    private static final int ROUNDS = 2;
    private static final List<String> ANALYTICS = List.of("analytics");
    private static final String FIGURES =
            "./swapr sql analytics \"select fact, sum(count) from fact_counts group by fact\"";

    /** The number of placed and confirmed orders and of sold pairs, as analytics has counted them. */
    private record Figures(long placed, long confirmed, long sold) {

        Figures plus(int orders) {
            return new Figures(placed + orders, confirmed + orders, sold + orders);
        }

        String since(Figures before) {
            return "analytics counted %d placed orders, %d confirmed orders and %d sold pairs"
                    .formatted(placed - before.placed, confirmed - before.confirmed, sold - before.sold);
        }
    }

    private final Shop shop;
    private final Customer sina;
    private final Customer ben;
    private final List<String> orders = new ArrayList<>();
    private Figures before;

    Lab05(Shop shop) {
        this.shop = shop;
        this.sina = shop.customer("Sina");
        this.ben = shop.customer("Ben");
        shop.rest();
        this.before = figures();
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("an order is paid once, also if the bank's answer is lost", this::isChargedOnce),
                new Step("analytics counts each step of each order", this::isCounted),
                new Step("a sale that is delivered five times is counted once", this::isCountedOnce),
                new Step("a crash in the middle of a reaction loses no event", this::survivesACrash),
                new Step("a sale that is delivered again after a restart is not counted again", this::remembers));
    }

    private void isChargedOnce() {
        var listing = shop.list(sina);
        String order;
        shop.bank("lose_answer");
        try {
            order = shop.order(ben, listing);
            shop.soon(() -> !shop.captures(order).isEmpty());
        } finally {
            shop.bank("none");
        }
        orders.add(order);
        awaitConfirmed();
        var captures = shop.captures(order);
        Red.unless(
                captures.size() == 1,
                "Ben was charged %d times for one pair: %d × %s USD"
                        .formatted(captures.size(), captures.size(), listing.price()),
                "1 order; the bank's first answer was lost",
                "ledger: %s, order %s"
                        .formatted(captures.stream().map(Lab05::entry).collect(Collectors.joining(", ")), order),
                "curl -s %s/ledger | tail -c 1000".formatted(shop.marketplace().url("bank")));
    }

    private static String entry(JsonNode capture) {
        return "CAPTURED %s key %s…"
                .formatted(
                        capture.path("amount").path("amount").asString(),
                        capture.path("idempotency_key").asString().substring(0, 8));
    }

    private void awaitConfirmed() {
        boolean confirmed = shop.soon(() ->
                orders.stream().allMatch(order -> shop.orderStatus(ben, order).equals("CONFIRMED")));
        Red.unless(
                confirmed,
                "Ben waits for his pair: an order is not confirmed after %d s".formatted(Shop.SOON.toSeconds()),
                orders.size() + " orders",
                "status %s of order %s".formatted(shop.orderStatus(ben, orders.getLast()), orders.getLast()),
                "./swapr logs purchase");
        shop.rest();
    }

    private void isCounted() {
        while (orders.size() < ORDERS) {
            orders.add(shop.order(ben, shop.list(sina)));
        }
        awaitConfirmed();
        var now = figures();
        Red.unless(
                now.equals(before.plus(ORDERS)),
                "Sina sold %d pairs, and the report does not show it".formatted(ORDERS),
                "%d orders, all confirmed".formatted(ORDERS),
                now.since(before),
                FIGURES);
        before = now;
    }

    private void isCountedOnce() {
        sendSalesAgain(ROUNDS);
        var now = figures();
        Red.unless(
                now.equals(before),
                "Sina sold %d pairs, and the report says %d".formatted(ORDERS, ORDERS + now.sold - before.sold),
                "the ListingSold events of 2 sales were sent %d more times".formatted(2 * ROUNDS),
                "the copies changed the figures: " + now.since(before),
                FIGURES);
    }

    /** Sends two sales again. A round is read before the next one is sent, so the rounds are in different batches. */
    private void sendSalesAgain(int rounds) {
        var sold = shop.topics().of("ListingSold").stream()
                .filter(event -> orders.contains(event.payload("order_id")))
                .limit(2)
                .toList();
        if (sold.size() < 2) {
            throw new IllegalStateException("the check has not seen two ListingSold events on the topic");
        }
        for (var i = 0; i < rounds; i++) {
            sold.forEach(sale -> shop.topics().sendAgain(sale, 2));
            shop.rest();
        }
    }

    /**
     * Kills analytics in a reaction: a lock on a row of the counts makes the reaction wait inside its transaction. The
     * inbox has the event then, and the count has not.
     */
    private void survivesACrash() throws SQLException {
        var listing = shop.list(sina);
        shop.rest();
        try (var database = DatabaseSessions.connect(shop.marketplace());
                var statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("select * from analytics.fact_counts where fact = 'ORDER_PLACED' for update");
            orders.add(shop.order(ben, listing));
            shop.soon(this::isReacting);
            shop.apps().kill(ANALYTICS);
            database.rollback();
        }
        shop.apps().start(ANALYTICS);
        awaitConfirmed();
        var now = figures();
        Red.unless(
                now.equals(before.plus(1)),
                "Sina sold a pair while analytics crashed, and the report is wrong",
                "analytics was killed in the middle of a reaction to 1 order, and started again",
                now.since(before) + "; expected 1, 1 and 1",
                FIGURES);
        before = now;
    }

    private boolean isReacting() {
        return shop.database().count("""
                select count(*) from pg_stat_activity
                where usename = 'analytics_service' and wait_event_type = 'Lock'""") > 0;
    }

    private void remembers() {
        sendSalesAgain(1);
        var now = figures();
        Red.unless(
                now.equals(before),
                "After a restart of analytics, the report shows a sale of Sina again",
                "the ListingSold events of 2 sales were sent again after the restart",
                "the copies changed the figures: " + now.since(before),
                FIGURES);
    }

    private Figures figures() {
        return new Figures(counted("ORDER_PLACED"), counted("ORDER_CONFIRMED"), counted("LISTING_SOLD"));
    }

    /** Read from the tables, because the REST API caches its figures for a second. */
    private long counted(String fact) {
        return shop.database().count("""
                select (select coalesce(sum(count), 0) from analytics.fact_counts where fact = '%s')
                  + (select count(*) from analytics.uncounted_facts where fact = '%s')""".formatted(fact, fact));
    }
}
