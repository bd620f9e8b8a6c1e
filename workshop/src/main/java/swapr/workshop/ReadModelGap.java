package swapr.workshop;

import java.util.UUID;
import swapr.workshop.ListingReads.Answer;
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

    /** Ends the check with a red line that shows an answer, unless the condition holds. */
    void unless(boolean expected, String customer, Answer seen) {
        Red.unless(
                expected,
                customer,
                "Sina changed a listing, then GET "
                        + seen.response().request().uri().getPath(),
                "status %d after %d ms, header Read-Model: %s, header Retry-After: %s"
                        .formatted(seen.status(), seen.ms(), seen.header("Read-Model"), seen.header("Retry-After")),
                "./swapr sql listing \"select id, version, amount from listing_search where title like '%s%%'\""
                        .formatted(title));
    }
}
