package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 1: a new listing is an event, and analytics counts it without being called. */
final class Lab01 implements Steps {

    private static final int LISTINGS = 5;
    /** A request that waits for another service takes longer. On two busy cores, a request took up to 0.4 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final Shop shop;
    private final List<Listing> listings = new ArrayList<>();
    private final Customer sina;
    private final long before;
    private List<LabTopics.Seen> events = List.of();

    Lab01(Shop shop) {
        this.shop = shop;
        this.sina = shop.customer("Sina");
        this.before = shop.effects().weekly("created");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("each new listing is a ListingCreated event", this::isPublished),
                new Step("its key, version and correlation id fit the listing", this::isTheFirstEvent),
                new Step("a buyer can buy the pair", this::canBeBought),
                new Step("the seller gets one e-mail for each listing", this::isMailed),
                new Step("analytics counts each listing once", this::isCounted),
                new Step("a listing does not wait for analytics, and is counted later", this::isCountedLater));
    }

    /** The command that shows the events of the first listing, and not those of all others. */
    private String look() {
        return "./swapr topic listing-events --from-beginning | grep "
                + listings.getFirst().id();
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
                look());
    }

    private List<LabTopics.Seen> eventsOf(List<Listing> those) {
        var ids = those.stream().map(Listing::id).collect(Collectors.toSet());
        return shop.topics().of("ListingCreated").stream()
                .filter(event -> ids.contains(event.payload("listing_id")))
                .toList();
    }

    private void isTheFirstEvent() {
        listings.forEach(listing -> new FirstEvent(listing, events, look()).check());
    }

    /** The next event of a listing fails if its row and its event log have different versions. */
    private void canBeBought() {
        var listing = listings.getFirst();
        var ben = shop.customer("Ben");
        var order = shop.order(ben, listing);
        Red.unless(
                shop.soon(() -> shop.orderStatus(ben, order).equals("CONFIRMED")),
                "Ben's order for Sina's new pair stays " + shop.orderStatus(ben, order),
                "1 order for " + listing.title(),
                "the row of the listing has version %s, and its first event has version 1"
                        .formatted(shop.database()
                                .answer("select version::text from listing.listings where id = '%s'"
                                        .formatted(listing.id()))),
                "./swapr dead-letters");
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
        return shop.effects().mails(sina, "Your listing is online");
    }

    private void isCounted() {
        shop.rest();
        boolean counted = shop.soonAtRest(() -> shop.effects().weekly("created") == before + LISTINGS);
        Red.unless(
                counted,
                "Sina listed %d pairs, and the weekly counter moved by %d"
                        .formatted(LISTINGS, shop.effects().weekly("created") - before),
                LISTINGS + " listings and " + LISTINGS + " events on listing-events",
                UncountedReason.of(shop, events),
                "./swapr catalog ListingCreated");
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
                look());
        shop.rest();
        boolean counted = shop.soonAtRest(() -> shop.effects().weekly("created") == before + LISTINGS + 1);
        Red.unless(
                counted,
                "The weekly counter missed a listing, because analytics was away when Sina created it",
                "analytics stopped, 1 listing, analytics started",
                "the counter moved by %d instead of %d"
                        .formatted(shop.effects().weekly("created") - before, LISTINGS + 1),
                "./swapr logs analytics");
    }
}
