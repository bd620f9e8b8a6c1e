package swapr.workshop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import swapr.system.Waiting;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;

/** The last steps of lab 4: the database or Kafka refuses an event of an order for a moment. */
record OutboxRefusals(Shop shop, Customer seller, Customer buyer) {

    private static final Duration REFUSED_FOR = Duration.ofSeconds(2);

    /** An outbox that is filled after the commit stays empty if the process ends between the two. */
    void noOrderWithoutEvent() {
        var listing = shop.list(seller);
        shop.rest();
        int status;
        try (var _ = RowFault.atWrite(shop, Effect.REFUSE, "purchase.outbox", "true")) {
            status = new ShopRequests(shop.marketplace())
                    .order(buyer, listing, "tok_ok")
                    .status();
        }
        var order = shop.database()
                .answer("select coalesce(min(order_id::text), '') from purchase.orders where listing_id = '%s'"
                        .formatted(listing.id()));
        Red.unless(
                order.isEmpty()
                        || new PublishedOrders(shop).await(List.of(order)).isEmpty(),
                "Ben's order is stored, and no other service knows it: he waits without an end",
                "1 order while the database refused rows of the outbox; Ben got the answer " + status,
                "in the database and not on purchase-events: order " + order,
                PublishedOrders.LOOK);
    }

    void refusedEventIsSentLater() {
        var published = new PublishedOrders(shop);
        String order;
        boolean wasRefused;
        int tries = 0;
        do { // the broker may use its new setting a moment later
            var listing = shop.list(seller);
            shop.rest();
            try (var _ = new RefusedRecords(shop.marketplace().bootstrapServers(), PublishedOrders.TOPIC)) {
                order = shop.order(buyer, listing);
                var missing = new ArrayList<>(List.of(order));
                wasRefused = !Waiting.until(REFUSED_FOR, () -> published.haveAll(missing));
            }
        } while (!wasRefused && ++tries < 3);
        Red.unless(
                published.await(List.of(order)).isEmpty(),
                "Ben's order was accepted, and it is never sent again after Kafka refused its event",
                "1 order while Kafka refused each record of purchase-events (max.message.bytes=1)",
                "in the database and not on purchase-events: order " + order,
                PublishedOrders.LOOK);
    }
}
