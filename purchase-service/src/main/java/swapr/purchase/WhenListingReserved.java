package swapr.purchase;

import java.util.UUID;
import org.springframework.stereotype.Component;
import swapr.messaging.When;

/** Requests the payment, because the listing is reserved for the order. A canceled order does not change. */
@Component
class WhenListingReserved {

    /** Its texts are published again, so a text outside the contract would spread from here. */
    record ListingReserved(UUID orderId, UUID sellerId, String sellerName, String title, Money price) {

        ListingReserved {
            if (!sellerName.matches("(?s).{1,100}")
                    || !title.matches("(?s).{1,120}")
                    || !price.currency().matches("[A-Z]{3}")) {
                throw new IllegalArgumentException("seller_name, title or currency is outside the contract");
            }
        }
    }

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
