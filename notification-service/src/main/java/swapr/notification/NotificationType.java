package swapr.notification;

/** The types of notifications. */
enum NotificationType {
    LISTING_PUBLISHED,
    ORDER_CONFIRMED,
    LISTING_SOLD,
    ORDER_CANCELLED,
    /** Sent to the new address. */
    EMAIL_CHANGED,
    /** Sent to the previous address of the account. */
    EMAIL_REMOVED,
    PASSWORD_CHANGED
}
