/**
 * What happened: listings, sales and the funnel, week by week.
 *
 * <p>Owns {@code facts}, one row for each event that counts. Reacts to listing-events and purchase-events: see the
 * {@code When*} files. Publishes nothing. The facts are a projection: they can be thrown away and rebuilt from the
 * topics at any time. Every figure is counted from them when it is asked for.
 */
@NullMarked
package swapr.analytics;

import org.jspecify.annotations.NullMarked;
