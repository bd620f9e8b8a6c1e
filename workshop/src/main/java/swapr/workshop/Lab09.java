package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 9: an order that ends keeps no money and no pair. */
final class Lab09 implements Steps {

    /** The check gives its orders a deadline of 8 s, and the sweep runs once a second. */
    private static final Duration DEADLINE = Duration.ofSeconds(13);

    private static final String LOG = "purchase.event_log";
    private static final String HISTORY =
            "./swapr sql purchase \"select event_type, occurred_at from event_log where aggregate_id = 'order:%s'\"";

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer sina;
    private final Customer ben;
    private final Customer tom;
    private final List<Listing> timedOut = new ArrayList<>();

    Lab09(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.sina = shop.customer("Sina");
        this.ben = shop.customer("Ben");
        this.tom = shop.customer("Tom");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("a canceled order is refunded once, also if the bank's answer is lost", this::isRefunded),
                new Step("orders without an answer time out, also if one of them cannot be canceled", this::timesOut),
                new Step("a late reservation is released; another buyer gets the pair and keeps it", this::isReleased));
    }

    private void isRefunded() {
        var order = requests.ordered(ben, shop.list(sina), "tok_slow");
        shop.soon(() -> hasBegun(order));
        // The pause between the charge and the refund is the time to change the bank.
        try (var _ = RowFault.atCommit(shop, Effect.DELAY, LOG, marked(order, "PaymentApproved"))) {
            requests.cancel(ben, order);
            shop.soon(() -> !shop.effects().captures(order).isEmpty());
            Waiting.until(Duration.ofSeconds(2), () -> RowFault.delays(shop.database(), "purchase"));
            shop.bank("lose_answer");
            Waiting.until(Duration.ofSeconds(8), () -> shop.effects().refunds(order) > 0);
        } finally {
            shop.bank("none");
        }
        Red.unless(
                shop.effects().refunds(order) > 0,
                "Ben canceled his order, was charged and did not get it back",
                "1 order with a slow card, canceled during the charge",
                "ledger: CAPTURED %d, REFUNDED %d; order %s"
                        .formatted(
                                shop.effects().captures(order).size(),
                                shop.effects().refunds(order),
                                order),
                HISTORY.formatted(order));
        boolean shown = shop.soon(() -> requests.events(ben, order).contains("PaymentRefunded"));
        Red.unless(
                shown && shop.effects().refunds(order) == 1,
                "Ben asks for his money again: the bank has refunded it, and the order does not show the refund",
                "1 canceled order; the bank's answer to the refund was lost once",
                "ledger: REFUNDED %d; events of the order: %s"
                        .formatted(shop.effects().refunds(order), requests.events(ben, order)),
                HISTORY.formatted(order));
    }

    private boolean hasBegun(String order) {
        var begun = "order_id = '%s' and charge_began_at is not null".formatted(order);
        return shop.database().count("select count(*) from purchase.orders where " + begun) > 0;
    }

    private static String marked(String order, String type) {
        return "new.aggregate_id = 'order:%s' and new.event_type = '%s'".formatted(order, type);
    }

    /** Listing-service stands still. The second order cannot be canceled, and the first and the others can. */
    private void timesOut() {
        for (var i = 0; i < 4; i++) {
            timedOut.add(shop.list(sina));
        }
        var orders = new ArrayList<String>();
        try (var _ = new Frozen(shop, "listing")) {
            var placed = "new.version = 1 and new.buyer_id = '%s'".formatted(ben.id());
            try (var _ = RowFault.atWrite(shop, Effect.SHORTEN_DEADLINE, "purchase.orders", placed)) {
                timedOut.forEach(listing -> orders.add(requests.ordered(ben, listing, "tok_ok")));
            }
            var refused = orders.remove(1);
            try (var _ = RowFault.atWrite(shop, Effect.REFUSE, LOG, marked(refused, "OrderCancelled"))) {
                Waiting.until(DEADLINE, () -> orders.stream().allMatch(this::hasTimedOut));
            }
            Red.unless(
                    hasTimedOut(orders.getFirst()),
                    "Ben's order has no answer, and it is still open after %d s".formatted(DEADLINE.toSeconds()),
                    "4 orders while listing-service did not answer; their deadline is 8 s",
                    "status %s of order %s".formatted(shop.orderStatus(ben, orders.getFirst()), orders.getFirst()),
                    HISTORY.formatted(orders.getFirst()));
            Red.unless(
                    orders.stream().allMatch(this::hasTimedOut),
                    "Ben waits: one order that cannot be canceled keeps the other orders open",
                    "4 orders while listing-service did not answer; the database refused to cancel one of them",
                    "status %s of order %s".formatted(shop.orderStatus(ben, orders.getLast()), orders.getLast()),
                    "./swapr logs purchase");
            Red.unless(
                    shop.soon(() -> hasTimedOut(refused)),
                    "Ben's order is still open, although it could be canceled again",
                    "1 order that the database had refused to cancel",
                    "status %s of order %s".formatted(shop.orderStatus(ben, refused), refused),
                    "./swapr logs purchase");
        }
    }

    private boolean hasTimedOut(String order) {
        var body = requests.orderOf(ben, order);
        return body.path("status").asString("").equals("CANCELLED")
                && body.path("reason").asString("").equals("TIMED_OUT");
    }

    private void isReleased() {
        shop.rest();
        var order = requests.ordered(tom, timedOut.getFirst(), "tok_ok");
        Red.unless(
                shop.soon(() -> shop.orderStatus(tom, order).equals("CONFIRMED")),
                "Tom cannot buy a pair: it is reserved for an order that has ended",
                "1 order of Tom, for a pair whose earlier order had timed out",
                "status %s of order %s".formatted(shop.orderStatus(tom, order), order),
                HISTORY.formatted(order));
        int status = requests.cancel(tom, order);
        Red.unless(
                status == 409 && shop.orderStatus(tom, order).equals("CONFIRMED"),
                "Tom has paid for a pair and does not get it: his order could be canceled after its confirmation",
                "1 confirmed order, then a cancellation",
                "the answer was %d, and the order is %s: %s"
                        .formatted(status, shop.orderStatus(tom, order), requests.events(tom, order)),
                HISTORY.formatted(order));
    }
}
