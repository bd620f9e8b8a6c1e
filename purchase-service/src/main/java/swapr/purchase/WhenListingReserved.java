package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;

/** Requests the payment, because the listing is reserved for the order. A canceled order does not change. */
@Component
class WhenListingReserved {

    record ListingReserved(UUID orderId, UUID sellerId, String sellerName, String title, Money price) {}

    private final Orders orders;

    WhenListingReserved(Orders orders) {
        this.orders = orders;
    }

    @When(value = "ListingReserved", topic = "listing-events")
    void collectTheMoney(ListingReserved fact) {
        var offer = new Order.Offer(fact.sellerId(), fact.sellerName(), fact.title(), fact.price());
        orders.handle(fact.orderId(), new Order.Reserve(offer));
    }
}
