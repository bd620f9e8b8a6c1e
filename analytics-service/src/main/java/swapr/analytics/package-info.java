/**
 * Figures about listings, sales and the order funnel.
 *
 * <p>Owns {@code facts}, one row for each counted event, and {@code fact_counts}, their numbers and sums. Reacts to
 * listing-events and purchase-events: see the {@code When*} files. Publishes no events. The facts and their counts are
 * a projection: they can be deleted and rebuilt from the topics at any time. A request reads the counts, or returns
 * figures that are at most {@code swapr.analytics.age} old.
 */
@NullMarked
package swapr.analytics;

import org.jspecify.annotations.NullMarked;
