package swapr.workshop;

import java.util.List;
import swapr.workshop.LabTopics.Seen;
import swapr.workshop.Shop.Listing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The reductions of these listings on Kafka, in both versions of the event. */
record Reductions(Shop shop, List<Listing> listings) {

    /** The events in this version. */
    List<Seen> versions(int version) {
        return shop.topics().of("PriceReduced").stream()
                .filter(event -> event.body().path("schema_version").asInt() == version)
                .filter(event -> listings.stream().anyMatch(each -> each.id().equals(event.payload("listing_id"))))
                .toList();
    }

    /** The numbers of events, for people. */
    String published() {
        return "on listing-events: %d of version 1, %d of version 2"
                .formatted(versions(1).size(), versions(2).size());
    }

    /** The event of version 2 with the fact of this event of version 1. */
    Seen secondOf(Seen first) {
        return versions(2).stream()
                .filter(event -> event.key().equals(first.key()))
                .findFirst()
                .orElseThrow();
    }

    /** The payload, with one name in both versions for the field that was renamed. */
    JsonNode content(Seen event, String urgent) {
        var payload = (ObjectNode) event.body().path("payload").deepCopy();
        payload.set("urgent", payload.path(urgent));
        payload.remove(urgent);
        return payload;
    }

    /** The id of the fact that both versions share; empty without one. */
    String fact(Seen event) {
        return event.body().path("parallel_versions").path("fact_id").asString("");
    }
}
