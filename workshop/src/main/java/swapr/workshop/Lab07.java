package swapr.workshop;

import java.util.ArrayList;
import java.util.List;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 7: a fact reaches the readers of the old and of the new version, each once. */
final class Lab07 implements Steps {

    private static final int LISTINGS = 8;
    private static final String DONE = LISTINGS + " listings, each with one reduction of its price";
    private static final String READERS = "./swapr catalog PriceReduced";
    private static final String TOPIC = "./swapr topic listing-events --from-beginning";
    private static final String LETTERS = "./swapr dead-letters";

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer sina;
    private final List<Listing> listings = new ArrayList<>();
    private final Reductions reductions;
    private long before;

    Lab07(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.reductions = new Reductions(shop, listings);
        this.sina = shop.customer("Sina");
        shop.rest();
        this.before = counted();
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the weekly report counts each reduction once", this::isCounted),
                new Step("a reader of version 1 sees each reduction", () -> isSeen(1, "The partner's app")),
                new Step("a reader of version 2 sees each reduction", () -> isSeen(2, "The new app")),
                new Step("both versions are one fact", this::isOneFact),
                new Step("both versions say the same", this::saysTheSame),
                new Step("the report counts old events of each version", this::countsOldEvents));
    }

    private long counted() {
        return shop.effects().weekly("price_reductions");
    }

    private void isCounted() {
        for (var i = 0; i < LISTINGS; i++) {
            listings.add(requests.list(sina, "Samba OG no. " + (i + 1), "250.00"));
        }
        listings.forEach(listing -> requests.reducePrice(sina, listing, "210.00", listings.indexOf(listing) % 2 == 0));
        shop.rest();
        shop.soonAtRest(() -> counted() == before + LISTINGS);
        Red.unless(
                counted() == before + LISTINGS,
                "Sina reduced the price of %d pairs, and the weekly report counts %d"
                        .formatted(LISTINGS, counted() - before),
                DONE,
                "%s; %s"
                        .formatted(
                                reductions.published(),
                                deadLetters("listing:" + listings.getFirst().id())),
                counted() > before + LISTINGS ? TOPIC : LETTERS);
        before = counted();
    }

    /** The dead letter of analytics-service for one of our listings. */
    private String deadLetters(String key) {
        return new ParkedRecords(shop, "analytics").describe(key);
    }

    /** A reader in another company, or in an app, skips the versions that it does not know. */
    private void isSeen(int version, String reader) {
        int seen = reductions.versions(version).size();
        Red.unless(
                seen == LISTINGS,
                "%s shows old prices: it reads version %d and saw %d of %d reductions"
                        .formatted(reader, version, seen, LISTINGS),
                DONE,
                reductions.published(),
                READERS);
    }

    private void isOneFact() {
        for (var first : reductions.versions(1)) {
            var second = reductions.secondOf(first);
            Red.unless(
                    reductions.fact(first).equals(reductions.fact(second))
                            && !reductions.fact(first).isEmpty(),
                    "A reader of both versions shows one reduction of Sina's price twice",
                    DONE,
                    "%s: the fact_id of version 1 is '%s', that of version 2 is '%s'"
                            .formatted(first.key(), reductions.fact(first), reductions.fact(second)),
                    TOPIC);
        }
    }

    private void saysTheSame() {
        for (var first : reductions.versions(1)) {
            var old = reductions.content(first, "high_priority");
            var content = reductions.content(reductions.secondOf(first), "is_priority");
            Red.unless(
                    old.equals(content),
                    "The partner's app shows another reduction than the new app",
                    DONE + "; every second one is urgent",
                    "version 1: %s, version 2: %s"
                            .formatted(
                                    first.body().path("payload"),
                                    reductions.secondOf(first).body().path("payload")),
                    TOPIC);
        }
    }

    /** Events from before the second version have only version 1. Those of the wrong release have only version 2. */
    private void countsOldEvents() {
        var old = reductions.versions(1).getFirst();
        shop.topics().sendAgain(old.alone(), 1);
        shop.topics().sendAgain(reductions.versions(2).getLast().alone(), 1);
        shop.rest();
        shop.soonAtRest(() -> counted() == before + 2);
        Red.unless(
                counted() == before + 2,
                "The weekly report forgets reductions of the past: it cannot read all events on the topic",
                "1 PriceReduced of version 1 alone, as before the second version, and 1 of version 2 alone",
                "the report counted %d of 2; %s".formatted(counted() - before, deadLetters(old.key())),
                LETTERS);
    }
}
