package swapr.listing;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import swapr.messaging.When;

/**
 * A reader that uses every field of the first released version of {@code ListingSold}. Never change it, because it
 * represents readers outside this repository.
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
