/**
 * What is for sale.
 *
 * <p>Owns listings: their prices, who has reserved them, and the read model that searches them.
 * <p>Publishes {@link swapr.listing.ListingEvents} on {@code listing-events}.
 * <p>Reacts to orders (reserves, sells, releases) and to people (knows a seller's name, forgets it on request).
 * <p>Every write is one event of {@code listing:<id>}; of two writers at once the version check lets one through.
 * <p>Start reading at {@link swapr.listing.Listing}, then the {@code When…} classes.
 */
@NullMarked
package swapr.listing;

import org.jspecify.annotations.NullMarked;
