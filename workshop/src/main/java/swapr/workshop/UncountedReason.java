package swapr.workshop;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import swapr.system.Http;

/** Why analytics may not have counted new listings: no reaction, a reaction on another topic, or parked events. */
final class UncountedReason {

    private static final String TOPIC = "listing-events";

    private UncountedReason() {}

    /** @param events the ListingCreated events that are not counted */
    static String of(Shop shop, List<LabTopics.Seen> events) {
        var topics = topics(shop);
        if (topics.isEmpty()) {
            return "analytics-service has no reaction to ListingCreated";
        }
        if (!topics.contains(TOPIC)) {
            return "analytics-service reads ListingCreated from %s, and the event is on %s"
                    .formatted(topics.getFirst(), TOPIC);
        }
        var ids = events.stream()
                .map(event -> "'" + event.field("event_id") + "'")
                .collect(Collectors.joining(", "));
        var parked = shop.database().answer("""
                select coalesce(min(split_part(message, ';', 1)), '')
                from analytics.dead_letters where event_id in (%s)""".formatted(ids));
        return parked.isEmpty()
                ? "the events have no dead letter in analytics-service"
                : "analytics-service parked the events: %s. A reaction should read only the fields that it needs"
                        .formatted(parked);
    }

    /** The topics from which analytics reads the event. */
    private static List<String> topics(Shop shop) {
        var operator = Map.of("Authorization", "Bearer " + shop.marketplace().operatorToken());
        var choreography = shop.marketplace().managementUrl("analytics") + "/actuator/choreography";
        return Http.call("GET", choreography, null, operator)
                .body()
                .path("reads")
                .valueStream()
                .filter(read -> read.path("type").asString().equals("ListingCreated"))
                .map(read -> read.path("topic").asString())
                .toList();
    }
}
