/**
 * Events between services, done once.
 *
 * <p>Owns, in each service's schema: {@code event_log}, {@code outbox}, {@code processed_events}, {@code dead_letters},
 * {@code dead_letter_outbox}, {@code relay_leadership}.
 * A service publishes with one call inside its transaction ({@link swapr.messaging.EventLog#append}) and reacts with
 * one annotated method ({@link swapr.messaging.When}); side effects on the outside world are work queues
 * ({@link swapr.messaging.WorkQueue}), which may throw {@link swapr.messaging.TryAgainLater}.
 */
@NullMarked
package swapr.messaging;

import org.jspecify.annotations.NullMarked;
