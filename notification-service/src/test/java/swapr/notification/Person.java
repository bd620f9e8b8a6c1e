package swapr.notification;

import com.github.f4b6a3.uuid.UuidCreator;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import swapr.testing.TestEvent;

/** A person that no other test uses, and the events about this person. */
record Person(UUID id, String name, String email) {

    static Person named(String name) {
        UUID id = UuidCreator.getTimeOrderedEpoch();
        return new Person(id, name, name.toLowerCase(java.util.Locale.ROOT) + "-" + id + "@swapr.example");
    }

    Person withEmail(String changed) {
        return new Person(id, name, changed);
    }

    TestEvent registered() {
        return profile("UserRegistered");
    }

    TestEvent profileChanged() {
        return profile("UserProfileChanged").version(2);
    }

    private TestEvent profile(String type) {
        return TestEvent.of(type, "user:" + id)
                .with("user_id", id)
                .with("name", name)
                .with("email", email);
    }

    TestEvent passwordChanged() {
        return TestEvent.of("PasswordChanged", "user:" + id).version(2).with("user_id", id);
    }

    TestEvent erased() {
        return TestEvent.of("UserErased", "user:" + id).version(3).with("user_id", id);
    }

    TestEvent lists(String title) {
        UUID listing = UuidCreator.getTimeOrderedEpoch();
        return TestEvent.of("ListingCreated", "listing:" + listing)
                .actor("user:" + id)
                .with("listing_id", listing)
                .with("seller_id", id)
                .with("seller_name", name)
                .with("title", title)
                .with("brand", "Nike")
                .with("size", "9.5")
                .with("condition", "NEW")
                .with("price", usd("1250.00"));
    }

    TestEvent lists(String title, Instant at) {
        return lists(title).at(at);
    }

    TestEvent buys(String title, Person seller) {
        UUID order = UuidCreator.getTimeOrderedEpoch();
        return TestEvent.of("OrderConfirmed", "order:" + order)
                .version(4)
                .actor("service:purchase-service")
                .with("order_id", order)
                .with("listing_id", UuidCreator.getTimeOrderedEpoch())
                .with("buyer_id", id)
                .with("seller_id", seller.id())
                .with("seller_name", seller.name())
                .with("title", title)
                .with("price", usd("99.90"));
    }

    TestEvent orderCancelled(String title, String reason) {
        return orderCancelled(reason).with("title", title);
    }

    TestEvent orderCancelled(String reason) {
        UUID order = UuidCreator.getTimeOrderedEpoch();
        return TestEvent.of("OrderCancelled", "order:" + order)
                .version(2)
                .actor("service:purchase-service")
                .with("order_id", order)
                .with("listing_id", UuidCreator.getTimeOrderedEpoch())
                .with("buyer_id", id)
                .with("reason", reason);
    }

    private static Map<String, String> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }
}
