/**
 * What people are told: an inbox for everybody, and an e-mail for what matters.
 *
 * <p>Owns {@code notifications} (what somebody was told, and how far its e-mail has got) and {@code recipients} (whom to
 * write to, a copy of what user-service says). Reacts to user-events, listing-events and purchase-events: see the
 * {@code When*} files. Publishes NotificationSent and NotificationFailed. Sends e-mail from the work queue
 * {@code email-requests}: at least once, always under the same Message-ID, never inside a transaction.
 */
@NullMarked
package swapr.notification;

import org.jspecify.annotations.NullMarked;
