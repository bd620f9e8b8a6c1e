package swapr.workshop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The check of lab 8: messages have the fields that their readers need, and the readers say which ones. */
final class Lab08 implements Steps {

    private static final int SALES = 2;
    private static final String CONTRACTS = "./swapr lab contracts";

    private final Shop shop;
    private final ShopRequests requests;
    private final Instant began = Instant.now();
    private final List<Customer> sellers = new ArrayList<>();
    private final SoldPairs pairs;

    Lab08(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.pairs = new SoldPairs(shop, "Kumo " + UUID.randomUUID().toString().substring(0, 8));
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("new customers get e-mails", this::isReached),
                new Step("the newest messages have all fields that are read", this::isComplete),
                new Step("the report by brand counts each sale", this::isCounted),
                new Step("sales from before a field was added are counted, too", this::oldSalesAreCounted),
                new Step("a release without the brand is refused, and the reader is named", this::brandIsProtected),
                new Step("a release without the address is refused, too", this::addressIsProtected));
    }

    private void isReached() {
        for (var name : List.of("Sina", "Tom", "Uma")) {
            var seller = shop.customer(name);
            sellers.add(seller);
            shop.list(seller);
        }
        shop.soon(() -> unreached() == 0);
        Red.unless(
                unreached() == 0,
                "Sina registered and gets no e-mail about her listing; %d of %d new customers are not reached"
                        .formatted(unreached(), sellers.size()),
                "%d registrations, each with a listing".formatted(sellers.size()),
                published(sellers.getFirst()),
                CONTRACTS);
    }

    private String published(Customer seller) {
        var key = "user:" + seller.id();
        var email = shop.topics().of("UserRegistered").stream()
                .filter(event -> event.key().equals(key))
                .map(event -> event.body().path("payload").path("email").toString())
                .findFirst()
                .orElse("");
        return "the address in UserRegistered: '%s'; %s"
                .formatted(email, new ParkedRecords(shop, "notification").describe(key));
    }

    private long unreached() {
        return sellers.stream()
                .filter(seller -> shop.effects().mails(seller, "Your listing is online") == 0)
                .count();
    }

    private void isComplete() {
        var missing = contracts().missing(began); // an earlier text may have published something else
        Red.unless(
                missing.isEmpty(),
                "A customer misses something: a service reads a field that is not published",
                "the newest message of each type was compared with the fields that its readers need",
                missing.stream().map(Object::toString).collect(Collectors.joining(", ")),
                CONTRACTS);
    }

    private ContractCheck contracts() {
        return ContractCheck.of(shop.marketplace(), shop.apps());
    }

    private void isCounted() {
        var ben = shop.customer("Ben");
        for (var i = 0; i < SALES; i++) {
            Listing listing = requests.list(sellers.getFirst(), "Cloud no. " + (i + 1), pairs.brand(), "120.00");
            shop.order(ben, listing);
        }
        shop.rest();
        pairs.areCounted(SALES, "%d listings of the brand %s, each sold to Ben".formatted(SALES, pairs.brand()));
    }

    /** The condition was added later. A reader that requires it cannot read the older events on the topic. */
    private void oldSalesAreCounted() {
        shop.topics().sendAgain(shop.topics().of("ListingSold").getLast().without("condition"), 1);
        shop.rest();
        pairs.areCounted(SALES + 1, "an older ListingSold without the field condition was read, too");
    }

    /** The team of listing-service removes the brand. The check must say that analytics-service reads it. */
    private void brandIsProtected() {
        isProtected(
                "listing-service", "ListingSold", "brand", "analytics-service", "The report by brand becomes wrong");
    }

    private void addressIsProtected() {
        isProtected("user-service", "UserRegistered", "email", "notification-service", "New customers get no e-mails");
    }

    private void isProtected(String publisher, String type, String field, String reader, String damage) {
        var refused = contracts().missing(publisher, newestWithout(type, field));
        Red.unless(
                refused.stream()
                        .anyMatch(each -> each.read().module().equals(reader)
                                && each.path().equals("payload." + field)),
                damage + " after the next release, and no contract says so",
                "a %s without the field %s was compared with the fields that its readers need".formatted(type, field),
                "%s does not require the field%s".formatted(reader, refused.isEmpty() ? "" : "; these do: " + refused),
                CONTRACTS);
    }

    private JsonNode newestWithout(String type, String field) {
        var message = (ObjectNode) shop.topics().of(type).getLast().body().deepCopy();
        ((ObjectNode) message.path("payload")).remove(field);
        return message;
    }
}
