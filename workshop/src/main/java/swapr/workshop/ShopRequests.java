package swapr.workshop;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import swapr.local.LocalMarketplace;
import swapr.system.Http;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;
import tools.jackson.databind.JsonNode;

/** More requests of customers and operators, for the labs in which they do more than list and order. */
record ShopRequests(LocalMarketplace marketplace) {

    /** Creates a listing with this price in USD. */
    Listing list(Customer seller, String title, String price) {
        return list(seller, title, "Nike", price);
    }

    /** Creates a listing of this brand. */
    Listing list(Customer seller, String title, String brand, String price) {
        var pair = Map.of("title", title, "brand", brand, "size", "42", "condition", "NEW", "price", usd(price));
        var body = expecting(201, call("POST", "/api/listings", seller, pair));
        return new Listing(body.path("id").asString(), title, price, "");
    }

    void reducePrice(Customer seller, Listing listing, String price) {
        reducePrice(seller, listing, price, false);
    }

    void reducePrice(Customer seller, Listing listing, String price, boolean urgent) {
        expecting(
                200,
                call(
                        "POST",
                        "/api/listings/" + listing.id() + "/price-reductions",
                        seller,
                        Map.of("price", usd(price), "high_priority", urgent)));
    }

    /** The price on the page of the listing. */
    String price(Listing listing) {
        return priceIn(expecting(200, call("GET", "/api/listings/" + listing.id(), null, null)));
    }

    /** The price that the search shows; empty if it does not find the listing. */
    String searchedPrice(Customer seller, Listing listing) {
        return expecting(200, call("GET", "/api/listings?limit=50&seller=" + seller.id(), null, null))
                .path("items")
                .valueStream()
                .filter(item -> item.path("id").asString().equals(listing.id()))
                .map(ShopRequests::priceIn)
                .findFirst()
                .orElse("");
    }

    void withdraw(Customer seller, Listing listing) {
        expecting(204, call("DELETE", "/api/listings/" + listing.id(), seller, null));
    }

    /** Whether a buyer finds the listing. Without the status, the search of a seller's listings has all of them. */
    boolean isOffered(Customer seller, Listing listing) {
        return expecting(200, call("GET", "/api/listings?status=AVAILABLE&limit=50&seller=" + seller.id(), null, null))
                .path("items")
                .valueStream()
                .anyMatch(item -> item.path("id").asString().equals(listing.id()));
    }

    /** The number of listings of this seller that the search shows. */
    int found(Customer seller) {
        return expecting(200, call("GET", "/api/listings?limit=50&seller=" + seller.id(), null, null))
                .path("items")
                .size();
    }

    /** Sends an order and returns the answer, also if it is a refusal. */
    Http.Answer order(Customer buyer, Listing listing, String paymentToken) {
        var headers = Map.of(
                "Authorization",
                "Bearer " + buyer.token(),
                "Idempotency-Key",
                UUID.randomUUID().toString());
        var order = Map.of("listing_id", listing.id(), "payment_token", paymentToken);
        return Http.call("POST", marketplace.url("edge") + "/api/orders", order, headers);
    }

    /** Orders a listing. Returns the id of the order. */
    String ordered(Customer buyer, Listing listing, String paymentToken) {
        return expecting(202, order(buyer, listing, paymentToken)).path("id").asString();
    }

    JsonNode orderOf(Customer buyer, String order) {
        return call("GET", "/api/orders/" + order, buyer, null).body();
    }

    /** The types of the events of an order, oldest first. */
    List<String> events(Customer buyer, String order) {
        return history(buyer, order).stream()
                .map(event -> event.path("event_type").asString())
                .toList();
    }

    /** The events of an order, oldest first. */
    List<JsonNode> history(Customer buyer, String order) {
        return call("GET", "/api/orders/" + order + "/events", buyer, null)
                .body()
                .path("items")
                .valueStream()
                .toList();
    }

    /** Returns the status of the answer: 202, or 409 if the order is final. */
    int cancel(Customer buyer, String order) {
        return call("POST", "/api/orders/" + order + "/cancellation", buyer, null)
                .status();
    }

    void rename(Customer customer, String name) {
        expecting(200, call("PATCH", "/api/users/me", customer, Map.of("name", name)));
    }

    private Http.Answer call(String method, String path, @Nullable Customer customer, @Nullable Object body) {
        Map<String, String> headers =
                customer == null ? Map.of() : Map.of("Authorization", "Bearer " + customer.token());
        return Http.call(method, marketplace.url("edge") + path, body, headers);
    }

    private static JsonNode expecting(int status, Http.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException(
                    "the marketplace answered %d instead of %d: %s ./swapr status shows a process that has ended"
                            .formatted(
                                    answer.status(),
                                    status,
                                    answer.body().path("detail").asString("")));
        }
        return answer.body();
    }

    private static Map<String, String> usd(String amount) {
        return Map.of("amount", amount, "currency", "USD");
    }

    private static String priceIn(JsonNode listing) {
        return listing.path("price").path("amount").asString("");
    }
}
