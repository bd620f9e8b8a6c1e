package swapr.workshop;

import java.time.Duration;
import java.util.List;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;

/** The check of lab 13: an expensive pair is charged only after the partner has inspected it. */
final class Lab13 implements Steps {

    /** The check gives one order a deadline of 8 s, and the sweep runs once a second. */
    private static final Duration DEADLINE = Duration.ofSeconds(13);

    private static final String CHEAP = "90.00";
    private static final String BELOW_THE_OWN_LIMIT = "550.00";
    static final String EXPENSIVE = "620.00";
    static final String MESSAGES =
            "./swapr sql purchase \"select event_type, topic from event_log where aggregate_id like '%%%s'\"";

    private final Shop shop;
    private final BuyerOrders ben;

    Lab13(Shop shop) {
        this.shop = shop;
        this.ben = new BuyerOrders(shop);
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("a pair of 620.00 is charged after its inspection", () -> isInspected(EXPENSIVE)),
                new Step("a pair of 550.00, too: the rule has one owner", () -> isInspected(BELOW_THE_OWN_LIMIT)),
                new Step("a pair that the partner refuses costs nothing", new RefusedPair(shop, ben)::check),
                new Step("without an answer the order ends, and a late answer changes nothing", this::timesOut));
    }

    private void isInspected(String price) {
        try (var partner = new InspectionPartner(shop)) {
            var order = ben.ordered(price);
            shop.soon(() -> partner.hasBegun(order) || ben.isCharged(order));
            cheapPairDoesNotWait(partner);
            isNotCharged(partner, order, price);
            Red.unless(
                    partner.hasBegun(order),
                    "Ben's order of %s USD waits for an inspection that has not begun".formatted(price),
                    "1 order of %s USD; Swapr charges pairs above 500.00 USD after their inspection".formatted(price),
                    "%s; the order is %s".formatted(partner.seen(order), ben.status(order)),
                    MESSAGES.formatted(order));
            Red.unless(
                    partner.canInspect(order, ben.listing(order)),
                    "The partner cannot inspect Ben's pair: its command does not name it",
                    "1 order of %s USD; the partner read the command".formatted(price),
                    "the payload: %s; the pair: %s"
                            .formatted(partner.command(order).path("payload"), ben.listing(order)),
                    MESSAGES.formatted(order));
            partner.answer(order, true);
            partner.answer(order, true);
            Red.unless(
                    shop.soon(() -> ben.has(order, "CONFIRMED")) && ben.captures(order) == 1,
                    "Ben's pair is genuine, and he does not get it",
                    "1 order of %s USD; the partner inspected the pair and sent its answer twice".formatted(price),
                    "the order is %s; ledger: CAPTURED %d".formatted(ben.status(order), ben.captures(order)),
                    MESSAGES.formatted(order));
        }
    }

    /** After this order is paid, an earlier charge would have been seen, too. */
    private void cheapPairDoesNotWait(InspectionPartner partner) {
        var cheap = ben.ordered(CHEAP);
        Red.unless(
                shop.soon(() -> ben.has(cheap, "CONFIRMED")),
                "Ben waits for a pair of %s USD, which needs no inspection".formatted(CHEAP),
                "1 order of %s USD; the partner has not answered any request".formatted(CHEAP),
                "the order is %s".formatted(ben.status(cheap)),
                MESSAGES.formatted(cheap));
        Red.unless(
                !partner.isCommanded(cheap),
                "Swapr pays the partner for the inspection of a pair of %s USD".formatted(CHEAP),
                "1 order of %s USD".formatted(CHEAP),
                "the payload: " + partner.command(cheap).path("payload"),
                MESSAGES.formatted(cheap));
    }

    private void isNotCharged(InspectionPartner partner, String order, String price) {
        Red.unless(
                !ben.isCharged(order),
                "Ben was charged %s USD before the partner had inspected the pair".formatted(price),
                "1 order of %s USD; the partner has not answered".formatted(price),
                "%s; events of the order: %s".formatted(partner.seen(order), ben.events(order)),
                MESSAGES.formatted(order));
    }

    private void timesOut() {
        try (var partner = new InspectionPartner(shop)) {
            String order;
            var placed = "new.version = 1 and new.buyer_id = '%s'".formatted(ben.id());
            try (var _ = RowFault.atWrite(shop, Effect.SHORTEN_DEADLINE, "purchase.orders", placed)) {
                order = ben.ordered(EXPENSIVE);
            }
            Waiting.until(DEADLINE, () -> ben.has(order, "CANCELLED"));
            Red.unless(
                    ben.has(order, "CANCELLED"),
                    "Ben's order is still open after %d s, because the partner does not answer"
                            .formatted(DEADLINE.toSeconds()),
                    "1 order with a deadline of 8 s; the partner did not answer",
                    "the order is " + ben.status(order),
                    MESSAGES.formatted(order));
            partner.answer(order, true);
            shop.rest();
            cheapPairDoesNotWait(partner);
            Red.unless(
                    ben.has(order, "CANCELLED") && !ben.isCharged(order),
                    "Ben's order had ended, and he was charged for it afterwards",
                    "1 order whose deadline had passed, then the answer of the partner",
                    "events of the order: " + ben.events(order),
                    MESSAGES.formatted(order));
        }
    }
}
