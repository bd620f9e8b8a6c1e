package swapr.workshop;

import java.time.Duration;
import java.util.List;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;

/** The check of lab 13: an expensive pair is charged only after the partner has inspected it. */
final class Lab13 implements Steps {

    /** The check gives one order a deadline of 8 s, and the sweep runs once a second. */
    private static final Duration DEADLINE = Duration.ofSeconds(13);

    private static final String CHEAP = "90.00";
    private static final String BELOW_THE_OWN_LIMIT = "550.00";
    private static final String EXPENSIVE = "620.00";
    private static final String MESSAGES =
            "./swapr sql purchase \"select event_type, topic from event_log where aggregate_id like '%%%s'\"";

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer sina;
    private final Customer ben;

    Lab13(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.sina = shop.customer("Sina");
        this.ben = shop.customer("Ben");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("a pair of 620.00 is charged after its inspection", () -> isInspected(EXPENSIVE)),
                new Step("a pair of 550.00, too: the rule has one owner", () -> isInspected(BELOW_THE_OWN_LIMIT)),
                new Step("a pair that the partner refuses costs nothing", this::isRefused),
                new Step("without an answer the order ends, and a late answer changes nothing", this::timesOut));
    }

    private String ordered(String price) {
        return requests.ordered(ben, requests.list(sina, "Air Jordan 1 for " + price, price), "tok_ok");
    }

    private boolean has(String order, String status) {
        return shop.orderStatus(ben, order).equals(status);
    }

    private boolean isCharged(String order) {
        return !shop.effects().captures(order).isEmpty();
    }

    private void isInspected(String price) {
        try (var partner = new InspectionPartner(shop)) {
            var order = ordered(price);
            shop.soon(() -> partner.hasBegun(order) || isCharged(order));
            cheapPairDoesNotWait();
            isNotCharged(partner, order, price);
            Red.unless(
                    partner.hasBegun(order),
                    "Ben's order of %s USD waits for an inspection that has not begun".formatted(price),
                    "1 order of %s USD; Swapr charges pairs above 500.00 USD after their inspection".formatted(price),
                    "%s; the order is %s".formatted(partner.seen(order), shop.orderStatus(ben, order)),
                    MESSAGES.formatted(order));
            partner.answer(order, true);
            partner.answer(order, true);
            Red.unless(
                    shop.soon(() -> has(order, "CONFIRMED"))
                            && shop.effects().captures(order).size() == 1,
                    "Ben's pair is genuine, and he does not get it",
                    "1 order of %s USD; the partner inspected the pair and sent its answer twice".formatted(price),
                    "the order is %s; ledger: CAPTURED %d"
                            .formatted(
                                    shop.orderStatus(ben, order),
                                    shop.effects().captures(order).size()),
                    MESSAGES.formatted(order));
        }
    }

    /** After this order is paid, an earlier charge would have been seen, too. */
    private void cheapPairDoesNotWait() {
        var cheap = ordered(CHEAP);
        Red.unless(
                shop.soon(() -> has(cheap, "CONFIRMED")),
                "Ben waits for a pair of %s USD, which needs no inspection".formatted(CHEAP),
                "1 order of %s USD; the partner has not answered any request".formatted(CHEAP),
                "the order is %s".formatted(shop.orderStatus(ben, cheap)),
                MESSAGES.formatted(cheap));
    }

    private void isNotCharged(InspectionPartner partner, String order, String price) {
        Red.unless(
                !isCharged(order),
                "Ben was charged %s USD before the partner had inspected the pair".formatted(price),
                "1 order of %s USD; the partner has not answered".formatted(price),
                "%s; events of the order: %s".formatted(partner.seen(order), requests.events(ben, order)),
                MESSAGES.formatted(order));
    }

    private void isRefused() {
        try (var partner = new InspectionPartner(shop)) {
            var order = ordered(EXPENSIVE);
            shop.soon(() -> partner.hasBegun(order));
            partner.answer(order, false);
            shop.soon(() -> has(order, "CANCELLED") || isCharged(order));
            Red.unless(
                    !isCharged(order),
                    "Ben was charged for a pair that the partner has refused",
                    "1 order of %s USD; the partner answered that the pair is not genuine".formatted(EXPENSIVE),
                    "events of the order: " + requests.events(ben, order),
                    MESSAGES.formatted(order));
            Red.unless(
                    has(order, "CANCELLED"),
                    "Ben waits for a pair that the partner has refused",
                    "1 order of %s USD; the partner answered that the pair is not genuine".formatted(EXPENSIVE),
                    "the order is " + shop.orderStatus(ben, order),
                    "./swapr logs purchase");
        }
    }

    private void timesOut() {
        try (var partner = new InspectionPartner(shop)) {
            String order;
            var placed = "new.version = 1 and new.buyer_id = '%s'".formatted(ben.id());
            try (var _ = RowFault.atWrite(shop, Effect.SHORTEN_DEADLINE, "purchase.orders", placed)) {
                order = ordered(EXPENSIVE);
            }
            Waiting.until(DEADLINE, () -> has(order, "CANCELLED"));
            Red.unless(
                    has(order, "CANCELLED"),
                    "Ben's order is still open after %d s, because the partner does not answer"
                            .formatted(DEADLINE.toSeconds()),
                    "1 order with a deadline of 8 s; the partner did not answer",
                    "the order is " + shop.orderStatus(ben, order),
                    MESSAGES.formatted(order));
            partner.answer(order, true);
            shop.rest();
            cheapPairDoesNotWait();
            Red.unless(
                    has(order, "CANCELLED") && !isCharged(order),
                    "Ben's order had ended, and he was charged for it afterwards",
                    "1 order whose deadline had passed, then the answer of the partner",
                    "events of the order: " + requests.events(ben, order),
                    MESSAGES.formatted(order));
        }
    }
}
