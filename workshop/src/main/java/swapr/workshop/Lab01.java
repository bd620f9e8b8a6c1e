package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import swapr.system.Http;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 1: a new listing is an event, and analytics counts it without being called. */
final class Lab01 implements Steps {

    private static final int LISTINGS = 5;
    /** A request that waits for another service takes longer. On two busy cores, a request took up to 0.4 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private static final String EVENTS = "./swapr topic listing-events --from-beginning";

    private final Shop shop;
    private final List<Listing> listings = new ArrayList<>();
    private final Customer sina;
    private final long before;
    private List<LabTopics.Seen> events = List.of();

    Lab01(Shop shop) {
        this.shop = shop;
        this.sina = shop.customer("Sina");
        this.before = shop.weekly("created");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("each new listing is a ListingCreated event", this::isPublished),
                new Step("its key, version and correlation id fit the listing", this::isTheFirstEvent),
                new Step("the seller gets one e-mail for each listing", this::isMailed),
                new Step("analytics counts each listing once", this::isCounted),
                new Step("a listing does not wait for analytics, and is counted later", this::isCountedLater));
    }

    private void isPublished() {
        for (var i = 0; i < LISTINGS; i++) {
            listings.add(shop.list(sina));
        }
        shop.rest();
        events = eventsOf(listings);
        Red.unless(
                events.size() == LISTINGS,
                events.size() < LISTINGS
                        ? "Sina listed %d pairs, and no other service knows it: no e-mail, and no count"
                                .formatted(LISTINGS)
                        : "Sina listed %d pairs, and gets more e-mails than that".formatted(LISTINGS),
                LISTINGS + " listings, each answered with 201",
                "%d ListingCreated events of these listings on listing-events".formatted(events.size()),
                EVENTS);
    }

    private List<LabTopics.Seen> eventsOf(List<Listing> those) {
        var ids = those.stream().map(Listing::id).collect(Collectors.toSet());
        return shop.topics().of("ListingCreated").stream()
                .filter(event -> ids.contains(event.payload("listing_id")))
                .toList();
    }

    private void isTheFirstEvent() {
        for (var listing : listings) {
            var event = events.stream()
                    .filter(each -> each.payload("listing_id").equals(listing.id()))
                    .findFirst()
                    .orElseThrow();
            var key = "listing:" + listing.id();
            Red.unless(
                    event.key().equals(key)
                            && event.body().path("aggregate_version").asLong() == 1,
                    "A buyer can see a reduced price before the listing: ListingCreated has another key or version than"
                            + " the later events of the listing expect",
                    "1 listing, " + listing.title(),
                    "key %s, version %s; expected key %s, version 1"
                            .formatted(event.key(), event.body().path("aggregate_version"), key),
                    EVENTS);
            Red.unless(
                    event.field("correlation_id").equals(listing.correlationId()),
                    "Sina asks about her request, and support does not find its events",
                    "POST /listings, answered with Correlation-Id " + listing.correlationId(),
                    "the event has the correlation id " + event.field("correlation_id"),
                    EVENTS);
        }
    }

    private void isMailed() {
        boolean mailed = shop.soon(() -> mails() >= LISTINGS);
        Red.unless(
                mailed && mails() == LISTINGS,
                "Sina listed %d pairs and got %d e-mails".formatted(LISTINGS, mails()),
                LISTINGS + " listings and " + LISTINGS + " events",
                "%d e-mails to %s".formatted(mails(), sina.email()),
                "./swapr dead-letters");
    }

    private long mails() {
        return shop.mails(sina, "Your listing is online");
    }

    private void isCounted() {
        shop.rest();
        boolean counted = shop.soonAtRest(() -> shop.weekly("created") == before + LISTINGS);
        Red.unless(
                counted,
                "Sina listed %d pairs, and the weekly counter moved by %d"
                        .formatted(LISTINGS, shop.weekly("created") - before),
                LISTINGS + " listings and " + LISTINGS + " events on listing-events",
                reason(),
                "./swapr catalog ListingCreated");
    }

    /** Why analytics may not have counted: it has no reaction, or it parked the events. */
    private String reason() {
        var operator = Map.of("Authorization", "Bearer " + shop.marketplace().operatorToken());
        var choreography = shop.marketplace().managementUrl("analytics") + "/actuator/choreography";
        boolean reacts = Http.call("GET", choreography, null, operator)
                .body()
                .path("reads")
                .valueStream()
                .anyMatch(read -> read.path("type").asString().equals("ListingCreated"));
        if (!reacts) {
            return "analytics-service has no reaction to ListingCreated";
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

    private void isCountedLater() {
        shop.apps().stop(List.of("analytics"));
        Duration took;
        try {
            long since = System.nanoTime();
            listings.add(shop.list(sina));
            took = Duration.ofNanos(System.nanoTime() - since);
        } finally {
            shop.apps().start(List.of("analytics"));
        }
        Red.unless(
                took.compareTo(AT_ONCE) < 0,
                "Sina waited %.1f s for her listing, because analytics was away".formatted(took.toMillis() / 1e3),
                "analytics stopped, then 1 listing",
                "201 after %d ms".formatted(took.toMillis()),
                EVENTS);
        shop.rest();
        boolean counted = shop.soonAtRest(() -> shop.weekly("created") == before + LISTINGS + 1);
        Red.unless(
                counted,
                "The weekly counter missed a listing, because analytics was away when Sina created it",
                "analytics stopped, 1 listing, analytics started",
                "the counter moved by %d instead of %d".formatted(shop.weekly("created") - before, LISTINGS + 1),
                "./swapr logs analytics");
    }
}
