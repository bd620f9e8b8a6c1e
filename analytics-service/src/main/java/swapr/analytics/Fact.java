package swapr.analytics;

/** What is counted. Facts, not states: topics are not ordered against each other, and a count needs no order. */
enum Fact {
    LISTING_CREATED,
    PRICE_REDUCED,
    LISTING_SOLD,
    ORDER_PLACED,
    ORDER_RESERVED,
    ORDER_PAID,
    ORDER_CONFIRMED,
    ORDER_CANCELLED
}
