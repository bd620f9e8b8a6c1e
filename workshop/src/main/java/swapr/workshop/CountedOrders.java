package swapr.workshop;

import swapr.system.DatabaseSessions;

/** The number of placed and confirmed orders and of sold pairs, as analytics has counted them. */
record CountedOrders(long placed, long confirmed, long sold) {

    static CountedOrders read(DatabaseSessions database) {
        return new CountedOrders(
                counted(database, "ORDER_PLACED"),
                counted(database, "ORDER_CONFIRMED"),
                counted(database, "LISTING_SOLD"));
    }

    /** Read from the tables, because the REST API caches its figures for a second. */
    private static long counted(DatabaseSessions database, String fact) {
        return database.count("""
                select (select coalesce(sum(count), 0) from analytics.fact_counts where fact = '%s')
                  + (select count(*) from analytics.uncounted_facts where fact = '%s')""".formatted(fact, fact));
    }

    /** The figures after so many more orders. */
    CountedOrders plus(int orders) {
        return new CountedOrders(placed + orders, confirmed + orders, sold + orders);
    }

    String since(CountedOrders before) {
        return "analytics counted %d more placed orders, %d more confirmed orders and %d more sold pairs"
                .formatted(placed - before.placed, confirmed - before.confirmed, sold - before.sold);
    }
}
