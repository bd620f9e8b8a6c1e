package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import swapr.system.Http;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 2: each service gets every event, and the instances of one service share the events. */
final class Lab02 implements Steps {

    private static final int LISTINGS = 12;
    private static final Duration AFTER_REST = Duration.ofSeconds(5);
    private static final List<String> SECOND = List.of("analytics-2");
    private static final String READERS = "./swapr catalog ListingCreated";

    private final Shop shop;
    private final ShopRequests requests;
    private final GroupMembers members;
    private final Customer sina;
    private final String brand = "Kumo " + UUID.randomUUID().toString().substring(0, 8);
    private final List<Listing> listings = new ArrayList<>();

    Lab02(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.members = new GroupMembers(shop.marketplace(), "analytics", "ListingCreated");
        this.sina = shop.customer("Sina");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the search, the e-mails and the board of brands get each new listing", this::reachesAll),
                new Step("two instances of analytics-service share the work and show one board", this::isShared));
    }

    private void reachesAll() {
        shop.apps().stop(SECOND); // an interrupted check may have left it
        shop.soon(() -> members.have(1));
        list();
        shop.rest();
        shop.soon(() -> found() == LISTINGS && mails() == LISTINGS && board("analytics") == LISTINGS);
        var seen = "the search shows %d, Sina got %d e-mails, and the board counted %d"
                .formatted(found(), mails(), board("analytics"));
        var done = LISTINGS + " listings of one brand";
        Red.unless(
                found() == LISTINGS,
                "Ben does not find %d of Sina's %d pairs in the search".formatted(LISTINGS - found(), LISTINGS),
                done,
                seen,
                READERS);
        Red.unless(
                mails() == LISTINGS,
                "Sina listed %d pairs and got %d e-mails".formatted(LISTINGS, mails()),
                done,
                seen,
                READERS);
        Red.unless(
                board("analytics") == LISTINGS,
                "Sina listed %d pairs, and the board of brands shows %d".formatted(LISTINGS, board("analytics")),
                done,
                "dead letters of analytics-service: " + deadLetters(),
                "./swapr dead-letters");
    }

    private void list() {
        for (var i = 0; i < LISTINGS; i++) {
            listings.add(requests.list(sina, "%s no. %d".formatted(brand, listings.size() + 1), brand, "120.00"));
        }
    }

    private int found() {
        return requests.found(sina);
    }

    private long mails() {
        return shop.effects().mails(sina, "Your listing is online");
    }

    /** The listings of our brand that an instance shows, such as {@code analytics-2}. */
    private long board(String instance) {
        return Http.get(shop.marketplace().url(instance) + "/analytics/brands")
                .path(brand)
                .asLong(0);
    }

    private String deadLetters() {
        var keys = listings.stream().map(each -> "'listing:" + each.id() + "'").collect(Collectors.joining(", "));
        return shop.database().answer("""
                select coalesce(count(*) || ' of our listings, ' || min(message), 'none')
                from analytics.dead_letters where sequence_key in (%s)""".formatted(keys));
    }

    private void isShared() {
        shop.apps().start(SECOND);
        try {
            shop.soon(() -> members.have(2));
            // Two instances that write one row at the same time lose an update, unless one waits for the other.
            try (var _ = RowFault.atWrite(
                    shop, Effect.BRIEF_DELAY, "analytics.brand_board", "new.brand = '%s'".formatted(brand))) {
                list();
                shop.rest();
            }
            int all = listings.size();
            Waiting.until(AFTER_REST, () -> board("analytics") == all && board(SECOND.getFirst()) == all);
            long one = board("analytics");
            long other = board(SECOND.getFirst());
            Red.unless(
                    one == other,
                    "Ben asks twice and gets two answers: the board of brands shows %d and then %d of Sina's %d pairs"
                            .formatted(one, other, all),
                    "%d listings, a second instance of analytics-service, then %d more".formatted(LISTINGS, LISTINGS),
                    "the first instance answers %d, the second one %d".formatted(one, other),
                    "./swapr logs analytics");
            Red.unless(
                    one == all,
                    "Sina listed %d pairs, and the board of brands shows %d".formatted(all, one),
                    "%d listings, a second instance of analytics-service, then %d more".formatted(LISTINGS, LISTINGS),
                    "both instances answer %d; groups of analytics-service: %s".formatted(one, members.groups()),
                    READERS);
        } finally {
            shop.apps().stop(SECOND);
        }
    }
}
