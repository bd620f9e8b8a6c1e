package swapr.workshop;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The orders of one buyer, Ben, for pairs of one seller. */
final class BuyerOrders {

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer seller;
    private final Customer buyer;
    private final Map<String, Listing> listings = new HashMap<>();

    BuyerOrders(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.seller = shop.customer("Sina");
        this.buyer = shop.customer("Ben");
    }

    String id() {
        return buyer.id();
    }

    /** Orders a new pair with this price in USD. Returns the id of the order. */
    String ordered(String price) {
        return ordered(requests.list(seller, "Air Jordan 1 for " + price, price));
    }

    private String ordered(Listing listing) {
        var order = requests.ordered(buyer, listing, "tok_ok");
        listings.put(order, listing);
        return order;
    }

    /** Orders the pair of a canceled order again. */
    String again(String order) {
        return ordered(listing(order));
    }

    Listing listing(String order) {
        return listings.getOrDefault(order, new Listing("", "", "", ""));
    }

    String status(String order) {
        return shop.orderStatus(buyer, order);
    }

    boolean has(String order, String status) {
        return status(order).equals(status);
    }

    boolean isCharged(String order) {
        return captures(order) > 0;
    }

    /** The number of charges that the bank made for the order. */
    int captures(String order) {
        return shop.effects().captures(order).size();
    }

    /** The types of the events of the order, oldest first. */
    List<String> events(String order) {
        return requests.events(buyer, order);
    }
}
