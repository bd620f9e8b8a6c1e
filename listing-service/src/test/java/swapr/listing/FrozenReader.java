package swapr.listing;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import swapr.messaging.When;

/**
 * Somebody who reads every field that {@code ListingSold} had when it was first released, and has not been looked at
 * since. Never change it: it stands for the readers that we do not know.
 */
class FrozenReader {

    record ListingSold(
            UUID listingId, UUID orderId, UUID buyerId, UUID sellerId, String title, String brand, Price price) {}

    record Price(String amount, String currency) {}

    final Map<UUID, ListingSold> sold = new ConcurrentHashMap<>();

    @When(value = "ListingSold", topic = "listing-events", consumer = "frozen-reader")
    void sold(ListingSold event) {
        sold.put(event.listingId(), event);
    }
}
