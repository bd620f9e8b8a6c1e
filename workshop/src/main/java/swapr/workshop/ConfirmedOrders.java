package swapr.workshop;

import java.util.ArrayList;
import java.util.List;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The pairs that Sina sells and Ben buys in a check. All orders are confirmed in the end. */
final class ConfirmedOrders {

    private final Shop shop;
    private final Customer sina;
    private final Customer ben;
    private final List<String> orders = new ArrayList<>();

    ConfirmedOrders(Shop shop) {
        this.shop = shop;
        this.sina = shop.customer("Sina");
        this.ben = shop.customer("Ben");
    }

    /** Creates a listing of Sina. */
    Listing list() {
        return shop.list(sina);
    }

    /** Ben orders a listing. Returns the id of the order. */
    String place(Listing listing) {
        var order = shop.order(ben, listing);
        orders.add(order);
        return order;
    }

    int size() {
        return orders.size();
    }

    /** Waits until all orders are confirmed, and all events are read. */
    void awaitConfirmed() {
        boolean confirmed = shop.soon(() ->
                orders.stream().allMatch(order -> shop.orderStatus(ben, order).equals("CONFIRMED")));
        Red.unless(
                confirmed,
                "Ben waits for his pair: an order is not confirmed after %d s".formatted(Shop.SOON.toSeconds()),
                orders.size() + " orders",
                "status %s of order %s".formatted(shop.orderStatus(ben, orders.getLast()), orders.getLast()),
                "./swapr logs purchase");
        shop.rest();
    }

    /** Sends two sales again. A round is read before the next one is sent, so the rounds are in different batches. */
    void sendSalesAgain(int rounds) {
        var sold = shop.topics().of("ListingSold").stream()
                .filter(event -> orders.contains(event.payload("order_id")))
                .limit(2)
                .toList();
        if (sold.size() < 2) {
            throw new IllegalStateException("the check has not seen two ListingSold events on the topic");
        }
        for (var i = 0; i < rounds; i++) {
            sold.forEach(sale -> shop.topics().sendAgain(sale, 2));
            shop.rest();
        }
    }
}
