package swapr.workshop;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import swapr.system.DatabaseSessions;
import tools.jackson.databind.JsonNode;

/** The check of lab 5: a repeated request and a repeated event have one effect, also after a crash. */
final class Lab05 implements Steps {

    private static final int ORDERS = 6;
    private static final int ROUNDS = 2;
    private static final List<String> ANALYTICS = List.of("analytics");
    private static final String FIGURES =
            "./swapr sql analytics \"select fact, sum(count) from fact_counts group by fact\"";

    private final Shop shop;
    private final ConfirmedOrders orders;
    private CountedOrders before;

    Lab05(Shop shop) {
        this.shop = shop;
        this.orders = new ConfirmedOrders(shop);
        shop.rest();
        this.before = CountedOrders.read(shop.database());
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
        var listing = orders.list();
        String order;
        shop.bank("lose_answer");
        try {
            order = orders.place(listing);
            shop.soon(() -> !shop.effects().captures(order).isEmpty());
        } finally {
            shop.bank("none");
        }
        orders.awaitConfirmed();
        var captures = shop.effects().captures(order);
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

    private void isCounted() {
        while (orders.size() < ORDERS) {
            orders.place(orders.list());
        }
        orders.awaitConfirmed();
        var now = CountedOrders.read(shop.database());
        Red.unless(
                now.equals(before.plus(ORDERS)),
                "Sina sold %d pairs, and the report does not show it".formatted(ORDERS),
                "%d orders, all confirmed".formatted(ORDERS),
                now.since(before),
                FIGURES);
        before = now;
    }

    private void isCountedOnce() {
        orders.sendSalesAgain(ROUNDS);
        var now = CountedOrders.read(shop.database());
        Red.unless(
                now.equals(before),
                "Sina sold %d pairs, and the report says %d".formatted(ORDERS, ORDERS + now.sold() - before.sold()),
                "each of 2 ListingSold events was sent %d more times".formatted(2 * ROUNDS),
                "the copies changed the figures: " + now.since(before),
                FIGURES);
    }

    /**
     * Kills analytics in a reaction: a lock on a row of the counts makes the reaction wait inside its transaction. The
     * inbox has the event then, and the count has not.
     */
    private void survivesACrash() throws SQLException {
        var listing = orders.list();
        shop.rest();
        try (var database = DatabaseSessions.connect(shop.marketplace());
                var statement = database.createStatement()) {
            database.setAutoCommit(false);
            statement.execute("select * from analytics.fact_counts where fact = 'ORDER_PLACED' for update");
            orders.place(listing);
            shop.soon(this::isReacting);
            shop.apps().kill(ANALYTICS);
            database.rollback();
        }
        shop.apps().start(ANALYTICS);
        orders.awaitConfirmed();
        var now = CountedOrders.read(shop.database());
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
        orders.sendSalesAgain(1);
        var now = CountedOrders.read(shop.database());
        Red.unless(
                now.equals(before),
                "After a restart of analytics, the report shows a sale of Sina again",
                "the ListingSold events of 2 sales were sent again after the restart",
                "the copies changed the figures: " + now.since(before),
                FIGURES);
    }
}
