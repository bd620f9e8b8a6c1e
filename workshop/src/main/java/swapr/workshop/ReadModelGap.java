package swapr.workshop;

import java.util.UUID;
import swapr.workshop.RowFault.Effect;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** Changes of one seller that reach the read model of the listings late. */
final class ReadModelGap {

    private final Shop shop;
    private final Customer seller;
    private final ShopRequests requests;
    private final String title = "Samba " + UUID.randomUUID().toString().substring(0, 8);
    private int listed;

    ReadModelGap(Shop shop, Customer seller) {
        this.shop = shop;
        this.seller = seller;
        this.requests = new ShopRequests(shop.marketplace());
    }

    /** The beginning of the titles of all listings. */
    String title() {
        return title;
    }

    /** Delays each change of the listings in the read model. */
    RowFault behind(Effect delay) {
        shop.rest();
        return RowFault.atWrite(shop, delay, "listing.listing_search", "new.title like '%s%%'".formatted(title));
    }

    Listing list() {
        listed++;
        return requests.list(seller, title + " no. " + listed, "250.00");
    }

    void reduce(Listing listing, String price) {
        requests.reducePrice(seller, listing, price);
    }
}
