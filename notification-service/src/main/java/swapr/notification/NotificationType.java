package swapr.notification;

/** What a notification is about. */
enum NotificationType {
    LISTING_PUBLISHED,
    ORDER_CONFIRMED,
    LISTING_SOLD,
    ORDER_CANCELLED,
    /** Goes to the new address. */
    EMAIL_CHANGED,
    /** Goes to the address that the account had before. */
    EMAIL_REMOVED,
    PASSWORD_CHANGED
}
