package swapr.workshop;

import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import swapr.workshop.ListingReads.Answer;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 11: a writer sees its own change, although the read model is behind. Other readers do not wait. */
final class Lab11 implements Steps {

    private static final int SEARCHES = 9;
    private static final long AT_ONCE_MS = 1_000;
    private static final long LIMIT_MS = 5_000;
    private static final int UNAVAILABLE = 503;
    private static final String COUNTS = "/facets?brand=Nike";

    private final Shop shop;
    private final ShopRequests requests;
    private final ListingReads reads;
    private final Customer sina;
    private final String mine;
    private final String title = "Samba " + UUID.randomUUID().toString().substring(0, 8);
    private int listed;

    Lab11(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.reads = new ListingReads(shop.marketplace());
        this.sina = shop.customer("Sina");
        this.mine = "?limit=50&seller=" + sina.id();
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the page of a listing has its seller's change at once", this::pageIsCurrent),
                new Step("a search with Read-After waits for the change", this::searchWaits),
                new Step("a search without it does not wait", this::othersDoNotWait),
                new Step("the wait has a limit, and the answer says so", this::waitHasALimit),
                new Step("the counts say whether they contain the change", this::countsSaySo));
    }

    private void pageIsCurrent() {
        try (var _ = behind(Effect.DELAY)) {
            var listing = list();
            var page = reads.get("/" + listing.id());
            unless(
                    page.status() == 200,
                    "Sina listed a pair, opened its page and got the status " + page.status(),
                    page);
            requests.reducePrice(sina, listing, "210.00");
            page = reads.get("/" + listing.id());
            unless(
                    page.contains("210.00"),
                    "Sina reduced a price to 210.00 USD, and the page still shows the old price",
                    page);
        }
    }

    /** Delays each change of our listings in the read model. */
    private RowFault behind(Effect delay) {
        shop.rest();
        return RowFault.atWrite(shop, delay, "listing.listing_search", "new.title like '%s%%'".formatted(title));
    }

    private Listing list() {
        listed++;
        return requests.list(sina, title + " no. " + listed, "250.00");
    }

    private void unless(boolean expected, String customer, Answer seen) {
        Red.unless(
                expected,
                customer,
                "Sina changed a listing, then GET "
                        + seen.response().request().uri().getPath(),
                "status %d after %d ms, header Read-Model: %s, header Retry-After: %s"
                        .formatted(seen.status(), seen.ms(), seen.header("Read-Model"), seen.header("Retry-After")),
                "./swapr sql listing \"select id, version, amount from listing_search where title like '%s%%'\""
                        .formatted(title));
    }

    private void searchWaits() {
        try (var _ = behind(Effect.SHORT_DELAY)) {
            var listing = list();
            var found = reads.getAfter(listing.id() + "@1", mine);
            unless(found.contains(listing.id()), "Sina listed a pair and did not find it in the search", found);
            requests.reducePrice(sina, listing, "190.00");
            found = reads.getAfter(listing.id() + "@2", mine);
            unless(
                    found.contains("190.00"),
                    "Sina reduced a price to 190.00 USD, and the search still shows the old price",
                    found);
        }
    }

    private void othersDoNotWait() {
        long[] times = LongStream.generate(() -> reads.get(mine).ms())
                .limit(SEARCHES)
                .sorted()
                .toArray();
        long median = times[SEARCHES / 2];
        unless(
                median < AT_ONCE_MS,
                "Ben's searches take %d ms, although he has changed nothing".formatted(median),
                reads.get(mine));
    }

    /** A version that does not exist stands for a read model that is far behind. */
    private void waitHasALimit() {
        var answer = reads.getAfter(list().id() + "@999", mine);
        unless(answer.ms() < LIMIT_MS, "A search hung for %d ms".formatted(answer.ms()), answer);
        unless(
                answer.status() == UNAVAILABLE && !answer.header("Retry-After").equals("none"),
                "Sina gets an old search result, and nothing says that it is old",
                answer);
    }

    private void countsSaySo() {
        reads.get(COUNTS); // the first request of a new process is slow
        Listing listing;
        try (var _ = behind(Effect.DELAY)) {
            listing = list();
            var counts = reads.getAfter(listing.id() + "@1", COUNTS);
            unless(counts.ms() < AT_ONCE_MS, "The counts beside the search took %d ms".formatted(counts.ms()), counts);
            unless(
                    counts.header("Read-Model").equals("behind"),
                    "Sina's new pair is missing in the counts, and nothing says so",
                    counts);
        }
        shop.rest();
        var counts = reads.getAfter(listing.id() + "@1", COUNTS);
        unless(
                counts.header("Read-Model").equals("current"),
                "The counts contain Sina's pair, and their header denies it",
                counts);
    }
}
