/**
 * Listings, prices, reservations and search.
 *
 * <p>Owns the listings, their prices and reservations, and the read model of the search.
 * <p>Publishes {@link swapr.listing.ListingEvents} on {@code listing-events}.
 * <p>Reacts to orders (reserves, sells, releases) and to users (stores the name of a seller, erases it on request).
 * <p>Every change appends events of {@code listing:<id>}. The version check accepts only one of two concurrent appends.
 * <p>Start reading at {@link swapr.listing.Listing}, then read the {@code When…} classes.
 */
@NullMarked
package swapr.listing;

import org.jspecify.annotations.NullMarked;
