package swapr.workshop;

import java.util.ArrayList;
import java.util.List;

/** The orders whose OrderPlaced event is on its topic. */
record PublishedOrders(Shop shop) {

    static final String TOPIC = "purchase-events";

    /** The command that shows them. */
    static final String LOOK = "./swapr topic " + TOPIC + " --from-beginning";

    /** Waits until the topic has these orders. Returns the missing ones. */
    List<String> await(List<String> orders) {
        var missing = new ArrayList<>(orders);
        shop.soon(() -> haveAll(missing));
        return missing;
    }

    /** Removes the orders that are on the topic. Returns whether none is missing. */
    boolean haveAll(List<String> missing) {
        shop.topics().of("OrderPlaced").forEach(event -> missing.remove(event.payload("order_id")));
        return missing.isEmpty();
    }
}
