package swapr.workshop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Listing;

/** The check of lab 11: a writer sees its own change, although the read model is behind. Other readers do not wait. */
final class Lab11 implements Steps {

    /** More than the connections to the database. A wait must not keep one. */
    private static final int WAITING = 12;

    private static final int SEARCHES = 5;
    private static final long AT_ONCE_MS = 1_000;

    /** The time in which the waiting requests reach the service. */
    private static final Duration ARRIVAL = Duration.ofMillis(500);

    private static final int UNAVAILABLE = 503;
    private static final String COUNTS = "/facets?brand=Nike";

    private final Shop shop;
    private final ListingReads reads;
    private final ReadModelGap gap;
    private final String mine;

    Lab11(Shop shop) {
        this.shop = shop;
        this.reads = new ListingReads(shop.marketplace());
        var sina = shop.customer("Sina");
        this.gap = new ReadModelGap(shop, sina);
        this.mine = "?limit=50&seller=" + sina.id();
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the page of a listing has its seller's change at once", this::pageIsCurrent),
                new Step("a search with Read-After waits for the change", this::searchWaits),
                new Step("other searches do not wait meanwhile", this::othersDoNotWait),
                new Step("the wait has a limit, and the answer says so", this::waitHasALimit),
                new Step("the counts say whether they contain the change", this::countsSaySo));
    }

    private void pageIsCurrent() {
        var known = gap.list();
        reads.get("/" + known.id()); // the first request of a new process is slow
        try (var _ = gap.behind(Effect.DELAY)) {
            var listing = gap.list();
            var page = reads.get("/" + listing.id());
            gap.unless(
                    page.status() == 200,
                    "Sina listed a pair, opened its page and got the status " + page.status(),
                    page);
            gap.unless(page.ms() < AT_ONCE_MS, "The page of Sina's new listing took %d ms".formatted(page.ms()), page);
            gap.reduce(known, "210.00"); // the read model has this listing, with its old price
            page = reads.get("/" + known.id());
            gap.unless(
                    page.contains("210.00"),
                    "Sina reduced a price to 210.00 USD, and the page still shows the old price",
                    page);
        }
    }

    private void searchWaits() {
        try (var _ = gap.behind(Effect.SHORT_DELAY)) {
            var listing = gap.list();
            var found = reads.getAfter(listing.id() + "@1", mine);
            gap.unless(found.contains(listing.id()), "Sina listed a pair and did not find it in the search", found);
            gap.reduce(listing, "190.00");
            found = reads.getAfter(listing.id() + "@2", mine);
            gap.unless(
                    found.contains("190.00"),
                    "Sina reduced a price to 190.00 USD, and the search still shows the old price",
                    found);
        }
    }

    /** Ben searches while several searches wait for a change of Sina. */
    private void othersDoNotWait() {
        try (var _ = gap.behind(Effect.DELAY)) {
            var change = gap.list().id() + "@1";
            var waiting = reads.together(WAITING, () -> reads.getAfter(change, mine));
            Waiting.until(ARRIVAL, () -> waiting.stream().allMatch(Future::isDone));
            var search = reads.median(SEARCHES, () -> reads.get(mine));
            gap.unless(
                    search.ms() < AT_ONCE_MS && search.status() == 200,
                    "Ben's searches take %d ms and get the status %d, although he has changed nothing"
                            .formatted(search.ms(), search.status()),
                    search);
            waiting.forEach(CompletableFuture::join);
        }
    }

    /** The read model is behind for three seconds, which is longer than the limit. */
    private void waitHasALimit() {
        try (var _ = gap.behind(Effect.DELAY)) {
            var listing = gap.list();
            var answer = reads.getAfter(listing.id() + "@1", mine);
            gap.unless(!answer.contains(listing.id()), "A search hung for %d ms".formatted(answer.ms()), answer);
            gap.unless(
                    answer.status() == UNAVAILABLE,
                    "Sina gets an old search result, and nothing says that it is old",
                    answer);
            gap.unless(
                    !answer.header("Retry-After").equals("none"),
                    "Sina's search is refused, and nothing says when she can search again",
                    answer);
        }
    }

    private void countsSaySo() {
        reads.get(COUNTS); // the first request of a new process is slow
        Listing listing;
        try (var _ = gap.behind(Effect.DELAY)) {
            listing = gap.list();
            var counts = reads.getAfter(listing.id() + "@1", COUNTS);
            gap.unless(
                    counts.ms() < AT_ONCE_MS, "The counts beside the search took %d ms".formatted(counts.ms()), counts);
            gap.unless(
                    counts.header("Read-Model").equals("behind"),
                    "Sina's new pair is missing in the counts, and nothing says so",
                    counts);
        }
        shop.rest();
        var counts = reads.getAfter(listing.id() + "@1", COUNTS);
        gap.unless(
                counts.header("Read-Model").equals("current"),
                "The counts contain Sina's pair, and their header denies it",
                counts);
        try (var _ = gap.behind(Effect.DELAY)) {
            gap.reduce(listing, "205.00");
            counts = reads.getAfter(listing.id() + "@2", COUNTS);
            gap.unless(
                    counts.header("Read-Model").equals("behind"),
                    "Sina's new price is missing in the counts, and nothing says so",
                    counts);
        }
    }
}
