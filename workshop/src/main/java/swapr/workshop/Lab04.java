package swapr.workshop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 4: an order and its event are both there, or none of them, also after a crash. */
final class Lab04 implements Steps {

    private static final int ORDERS = 6;
    private static final String ORDERS_TABLE = "purchase.orders";
    private static final String EVENTS = PublishedOrders.LOOK;

    private final Shop shop;
    private final ShopRequests requests;
    private final PublishedOrders published;
    private final Customer sina;
    private final Customer ben;

    Lab04(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.published = new PublishedOrders(shop);
        this.sina = shop.customer("Sina");
        this.ben = shop.customer("Ben");
    }

    @Override
    public List<Step> steps() {
        var refusals = new OutboxRefusals(shop, sina, ben);
        return List.of(
                new Step("an order whose commit fails has no event", this::hasNoEventWithoutOrder),
                new Step("an order is confirmed", this::isConfirmed),
                new Step("an order whose commit takes 3 s is published", this::publishesASlowCommit),
                new Step("a crash loses no accepted order", this::survivesACrash),
                new Step("an order without a stored event does not exist", refusals::noOrderWithoutEvent),
                new Step("an event that Kafka refuses is sent later", refusals::refusedEventIsSentLater));
    }

    private void hasNoEventWithoutOrder() {
        var listing = shop.list(sina);
        int status;
        try (var _ = RowFault.atCommit(shop, Effect.REFUSE, ORDERS_TABLE, marked(listing))) {
            status = requests.order(ben, listing, "tok_ok").status();
        }
        // An event of the failed order would be on the topic before that of a later order.
        published.await(List.of(shop.order(ben, shop.list(sina))));
        var events = shop.topics().of("OrderPlaced").stream()
                .filter(event -> event.payload("listing_id").equals(listing.id()))
                .toList();
        Red.unless(
                events.isEmpty(),
                "Sina's pair is reserved for an order of Ben, and there is no such order",
                "1 order; its commit failed, and Ben got the answer %d".formatted(status),
                "OrderPlaced is on purchase-events: "
                        + events.stream().map(LabTopics.Seen::key).collect(Collectors.joining(", ")),
                EVENTS);
    }

    private void isConfirmed() {
        var order = shop.order(ben, shop.list(sina));
        Red.unless(
                shop.soon(() -> shop.orderStatus(ben, order).equals("CONFIRMED")),
                "Ben waits for his pair: his order is not confirmed after %d s".formatted(Shop.SOON.toSeconds()),
                "1 order",
                "status %s of order %s".formatted(shop.orderStatus(ben, order), order),
                "./swapr logs purchase");
    }

    private static String marked(Listing listing) {
        return "new.listing_id = '%s'".formatted(listing.id());
    }

    /** Later orders are published during the slow commit, although their rows are behind its row. */
    private void publishesASlowCommit() {
        var listing = shop.list(sina);
        var others = List.of(shop.list(sina), shop.list(sina));
        String slow;
        try (var _ = RowFault.atCommit(shop, Effect.DELAY, ORDERS_TABLE, marked(listing))) {
            var accepted = CompletableFuture.supplyAsync(() -> shop.order(ben, listing));
            shop.soon(() -> RowFault.delays(shop.database(), "purchase"));
            published.await(others.stream().map(each -> shop.order(ben, each)).toList());
            slow = accepted.join();
        }
        var missing = published.await(List.of(slow));
        Red.unless(
                missing.isEmpty(),
                "Ben's order, whose commit took 3 s, was never published: he waits without an end",
                "1 order with a commit of 3 s, and %d faster orders meanwhile".formatted(others.size()),
                "the faster orders are on purchase-events, and order %s is not".formatted(slow),
                EVENTS);
    }

    /** A killed process loses the records in its memory, and a killed broker those in its connections. */
    private void survivesACrash() {
        var listings = new ArrayList<Listing>();
        for (var i = 0; i < ORDERS; i++) {
            listings.add(shop.list(sina));
        }
        shop.rest();
        var crashed = List.of("purchase", "kafka");
        List<String> orders;
        try (var _ = new Frozen(shop, "kafka")) {
            orders = listings.stream().map(each -> shop.order(ben, each)).toList();
            shop.apps().kill(crashed);
        } finally {
            shop.apps().start(crashed);
        }
        shop.soon(() -> shop.database().count("select count(*) from purchase.outbox") == 0);
        var missing = new ArrayList<>(orders);
        shop.soonAtRest(() -> published.haveAll(missing));
        Red.unless(
                missing.isEmpty(),
                "Ben's order was accepted and forgotten: it is PENDING, and no other service knows it; lost orders: "
                        + "%d of %d".formatted(missing.size(), ORDERS),
                "%d orders while Kafka stood still, then purchase-service and Kafka were killed and started"
                        .formatted(ORDERS),
                "in the database and not on purchase-events: order "
                        + missing.stream().findFirst().orElse(""),
                EVENTS);
    }
}
