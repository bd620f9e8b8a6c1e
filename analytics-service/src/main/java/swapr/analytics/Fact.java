package swapr.analytics;

/** The counted facts. They are no states, because events of different topics have no order. A count needs no order. */
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
