package swapr.analytics;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import swapr.testing.TestEvent;

/** The counted events as they are on the wire, each of a new aggregate. */
final class Wire {

    private Wire() {}

    static TestEvent listingCreated(Instant at) {
        return listing("ListingCreated", at)
                .with("seller_name", "Ada")
                .with("brand", "Nike")
                .with("size", "9.5")
                .with("condition", "NEW")
                .with("price", Map.of("amount", "250.00", "currency", "USD"));
    }

    static TestEvent priceReduced(Instant at) {
        return listing("PriceReduced", at)
                .with("previous_price", Map.of("amount", "250.00", "currency", "USD"))
                .with("price", Map.of("amount", "200.00", "currency", "USD"))
                .with("high_priority", false);
    }

    static TestEvent listingSold(Instant at) {
        return listing("ListingSold", at)
                .with("order_id", UuidCreator.getTimeOrderedEpoch())
                .with("buyer_id", UuidCreator.getTimeOrderedEpoch())
                .with("brand", "Nike")
                .with("price", Map.of("amount", "200.00", "currency", "USD"));
    }

    private static TestEvent listing(String type, Instant at) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return TestEvent.of(type, "listing:" + id)
                .at(at)
                .with("listing_id", id)
                .with("seller_id", UuidCreator.getTimeOrderedEpoch())
                .with("title", "Air Max 97");
    }

    static TestEvent orderPlaced() {
        return order("OrderPlaced");
    }

    static TestEvent orderReserved() {
        return order("OrderReserved")
                .with("seller_id", UuidCreator.getTimeOrderedEpoch())
                .with("seller_name", "Ada")
                .with("title", "Air Max 97")
                .with("price", Map.of("amount", "200.00", "currency", "USD"));
    }

    static TestEvent paymentApproved() {
        return order("PaymentApproved")
                .with("payment_id", UuidCreator.getTimeOrderedEpoch())
                .with("amount", Map.of("amount", "200.00", "currency", "USD"));
    }

    static TestEvent paymentRefunded() {
        return order("PaymentRefunded")
                .with("payment_id", UuidCreator.getTimeOrderedEpoch())
                .with("amount", Map.of("amount", "200.00", "currency", "USD"));
    }

    static TestEvent orderConfirmed(String amount, String currency, Instant at) {
        return order("OrderConfirmed")
                .at(at)
                .with("seller_id", UuidCreator.getTimeOrderedEpoch())
                .with("seller_name", "Ada")
                .with("title", "Air Max 97")
                .with("price", Map.of("amount", amount, "currency", currency));
    }

    static TestEvent orderCancelled(String reason) {
        return order("OrderCancelled").with("reason", reason);
    }

    private static TestEvent order(String type) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return TestEvent.of(type, "order:" + id)
                .with("order_id", id)
                .with("listing_id", UuidCreator.getTimeOrderedEpoch())
                .with("buyer_id", UuidCreator.getTimeOrderedEpoch());
    }
}
