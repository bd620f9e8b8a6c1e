package swapr.workshop;

import java.util.List;
import swapr.workshop.Shop.Listing;

/**
 * The ListingCreated event of a listing: it has the key of the listing, version 1, and the id of the request.
 *
 * @param events the events of all listings
 * @param look the command that shows them
 */
record FirstEvent(Listing listing, List<LabTopics.Seen> events, String look) {

    /** @throws Red if a field is wrong */
    void check() {
        var event = events.stream()
                .filter(each -> each.payload("listing_id").equals(listing.id()))
                .findFirst()
                .orElseThrow();
        var key = "listing:" + listing.id();
        var version = event.body().path("aggregate_version");
        Red.unless(
                event.key().equals(key) && version.asLong() == 1,
                "A buyer can see a reduced price before the listing: ListingCreated has another key or version than"
                        + " the later events of the listing expect",
                "1 listing, " + listing.title(),
                "key %s, version %s; expected key %s, version 1".formatted(event.key(), version, key),
                look);
        Red.unless(
                event.field("correlation_id").equals(listing.correlationId()),
                "Sina asks about her request, and support does not find its events",
                "POST /listings, answered with Correlation-Id " + listing.correlationId(),
                "the event has the correlation id " + event.field("correlation_id"),
                look);
    }
}
