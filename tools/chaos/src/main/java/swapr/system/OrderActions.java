package swapr.system;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swapr.system.Shoppers.Offer;
import swapr.system.Shoppers.Shopper;

/** The requests for orders that the buyers of the load can send. */
final class OrderActions {

    /** One buyer in four reads the order immediately. */
    private static final int CURIOUS = 4;

    private final String door;
    private final LoadClient client;
    private final LoadNames names;

    OrderActions(String door, LoadClient client, LoadNames names) {
        this.door = door;
        this.client = client;
        this.names = names;
    }

    /** @param cancelAfter the time until the buyer cancels the order; null for never */
    void buy(Shopper who, Offer offer, String payment, @Nullable Duration cancelAfter) {
        String key = names.next("order").replace(' ', '-');
        String id = order(who, offer, payment, key);
        if (id != null && cancelAfter != null) {
            Waiting.pause(cancelAfter);
            cancel(who, key, id);
        }
    }

    /** Orders with a slow card. The bank needs five seconds for the charge, and the buyer cancels meanwhile. */
    void regret(Shopper who, Offer offer) {
        String key = names.next("order").replace(' ', '-');
        String id = order(who, offer, "tok_slow", key);
        if (id != null && Waiting.until(Duration.ofSeconds(20), () -> isReserved(who, id))) {
            Waiting.pause(Duration.ofSeconds(2)); // the charge begins
            cancel(who, key, id);
        }
    }

    private boolean isReserved(Shopper who, String id) {
        try {
            return Http.call("GET", door + "/api/orders/" + id, null, who.bearer())
                    .body()
                    .path("status")
                    .asString()
                    .equals("RESERVED");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Returns the id of the order; null if the outcome is unknown or a refusal. */
    private @Nullable String order(Shopper who, Offer offer, String payment, String key) {
        var headers = Map.of("Authorization", "Bearer " + who.token(), "Idempotency-Key", key);
        var order = Map.of("listing_id", offer.id(), "payment_token", payment);
        Http.Answer answer = client.insist("ORDER", key, who.email(), "POST", "/api/orders", order, headers);
        if (answer == null || answer.status() != 202) {
            return null;
        }
        String id = answer.body().path("id").asString();
        if (names.count() % CURIOUS == 0) {
            client.once("LOOK", names.next("LOOK"), who.email(), "GET", "/api/orders/" + id, null, who.bearer());
        }
        return id;
    }

    private void cancel(Shopper who, String key, String id) {
        client.once("CANCEL", key, who.email(), "POST", "/api/orders/" + id + "/cancellation", Map.of(), who.bearer());
    }
}
