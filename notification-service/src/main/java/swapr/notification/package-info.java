/**
 * Notifications for users: all of them are in an inbox, and the important ones are also e-mails.
 *
 * <p>Owns {@code notifications} (the notifications and the status of their e-mails) and {@code recipients} (names and
 * addresses, a copy from user-service). Reacts to user-events, listing-events and purchase-events: see the {@code
 * When*} classes. Publishes NotificationSent and NotificationFailed. Sends e-mails from the work queue {@code
 * email-requests}: at least once, always with the same Message-ID, never inside a transaction.
 */
@NullMarked
package swapr.notification;

import org.jspecify.annotations.NullMarked;
