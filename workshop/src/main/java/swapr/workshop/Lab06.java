package swapr.workshop;

import static swapr.workshop.RowFault.Effect.CUT_SESSION;
import static swapr.workshop.RowFault.Effect.REFUSE;

import java.time.Duration;
import java.util.List;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 6: an event that cannot be processed is parked, and only its followers wait. */
final class Lab06 implements Steps {

    private static final int LISTINGS = 5;
    private static final int FOLLOWERS = 5;
    /** The product parks an event after less than a second. */
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    private static final String ONLINE = "Your listing is online";

    private final Shop shop;
    private final ShopRequests requests;
    private final ParkedRecords letters;
    private final Customer sina;
    private final Customer tom;
    private int announced;
    private Customer uma;

    Lab06(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.letters = new ParkedRecords(shop, "notification");
        this.sina = shop.customer("Sina");
        this.tom = shop.customer("Tom");
        this.uma = sina;
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step(
                        "a pair for 1,250.00 USD is announced with its price, and the pairs after it",
                        this::isAnnounced),
                new Step("a failure of 300 ms parks no event", () -> survives(REFUSE, 300, "a failure of 300 ms")),
                new Step("an outage of the database parks no event", () -> survives(CUT_SESSION, 3_000, "an outage")),
                new Step("a bad event is parked, and only its followers wait", this::isParked),
                new Step("a redrive processes them in order, once", this::isRedriven));
    }

    private void isAnnounced() {
        var expensive = requests.list(sina, "Air Jordan 1 Chicago", "1250.00");
        list(LISTINGS);
        Red.unless(
                shop.soon(() -> mails() == announced),
                "Sina listed a pair for 1,250.00 USD, and since then no seller gets an e-mail",
                "1 listing of Sina, then %d of Tom".formatted(LISTINGS),
                "Tom got %d of %d e-mails, and notification-service has not processed ListingCreated of %s"
                        .formatted(mails(), announced, key(expensive)),
                "./swapr logs notification");
        shop.soonAtRest(() -> shop.effects().mails(sina, ONLINE) == 1);
        var text = shop.effects().mailLine(sina, ONLINE, "size 42");
        letters.unless(
                text.contains("$1,250.00"),
                "Sina listed a pair for 1,250.00 USD, and got no e-mail with this price",
                "1 listing of Sina; her e-mail: " + (text.isEmpty() ? "none" : text),
                key(expensive));
    }

    private void list(int listings) {
        for (var i = 0; i < listings; i++) {
            shop.list(tom);
            announced++;
        }
    }

    private long mails() {
        return shop.effects().mails(tom, ONLINE);
    }

    /** An event is processed after a fault that ends soon. */
    private void survives(Effect effect, int ms, String fault) {
        Listing listing;
        var ofTom = "new.user_id = '%s'".formatted(tom.id());
        try (var _ = RowFault.atWrite(shop, effect, Duration.ofMillis(ms), "notification.notifications", ofTom)) {
            listing = shop.list(tom);
            announced++;
            shop.soon(() -> mails() == announced || letters.open(key(listing)) > 0);
        }
        var effectOfFault = letters.open(key(listing)) > 0 ? "was parked" : "has no effect and no dead letter";
        letters.unless(
                mails() == announced,
                "Tom got no e-mail for a good listing: its event %s because of %s".formatted(effectOfFault, fault),
                "1 listing, and %s while its event was processed".formatted(fault),
                key(listing));
    }

    private static String key(Listing listing) {
        return "listing:" + listing.id();
    }

    private void isParked() {
        var name = "Uma" + System.nanoTime() % 100_000;
        var version1 = "new.name = '%s' and new.version = 1".formatted(name);
        try (var _ = RowFault.atWrite(shop, REFUSE, "notification.recipients", version1)) {
            uma = shop.customer(name);
            for (var i = 1; i <= FOLLOWERS; i++) {
                requests.rename(uma, "Uma " + i);
            }
            list(LISTINGS);
            Waiting.until(AT_ONCE, () -> mails() == announced);
            long inTime = mails();
            shop.soon(() -> letters.open(user()) == FOLLOWERS + 1 || letters.storedVersion(uma) > 0);
            letters.unless(
                    letters.parked(user()) > 0,
                    "Uma registered and can never get an e-mail: her event has no effect and no dead letter",
                    "1 registration that notification-service cannot store",
                    user());
            letters.unless(
                    letters.storedVersion(uma) == 0 && letters.waiting(user()) == FOLLOWERS,
                    "Uma's later changes overtook her registration: version %d was applied while version 1 is parked"
                            .formatted(letters.storedVersion(uma)),
                    "1 registration that cannot be stored, then %d changes of the name".formatted(FOLLOWERS),
                    user());
            letters.unless(
                    inTime == announced,
                    "Tom's listings wait for Uma's event: after %d s he had %d of %d e-mails"
                            .formatted(AT_ONCE.toSeconds(), inTime, announced),
                    "1 registration that cannot be stored, and %d listings".formatted(LISTINGS),
                    user());
        }
    }

    private void isRedriven() {
        letters.redrive(user());
        boolean applied = shop.soon(() -> letters.storedVersion(uma) == FOLLOWERS + 1);
        boolean again = letters.redrive(user());
        letters.unless(
                applied && !again && letters.resolved(user()) == FOLLOWERS + 1,
                "Uma is still unknown to the mail service, although an operator started a redrive",
                "the cause was removed; a redrive of " + user(),
                user());
    }

    private String user() {
        return "user:" + uma.id();
    }
}
