package swapr.notification;

/** What a notification is about. */
enum Kind {
    LISTING_PUBLISHED,
    ORDER_CONFIRMED,
    LISTING_SOLD,
    ORDER_CANCELLED
}
