/**
 * Figures about listings, sales and the order funnel.
 *
 * <p>Owns {@code facts}, one row for each counted event. Reacts to listing-events and purchase-events: see the
 * {@code When*} files. Publishes no events. The facts are a projection: they can be deleted and rebuilt from the topics
 * at any time. Each request counts the facts, or returns figures that are at most {@code swapr.analytics.age} old.
 */
@NullMarked
package swapr.analytics;

import org.jspecify.annotations.NullMarked;
