package swapr.workshop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import swapr.system.Http;
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
    private final String brand = "Kumo " + UUID.randomUUID().toString().substring(0, 8);

    Lab08(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("new customers get e-mails", this::isReached),
                new Step("the newest messages have all fields that are read", this::isComplete),
                new Step("the report by brand counts each sale", this::isCounted),
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
                new ParkedRecords(shop, "notification")
                        .describe("user:" + sellers.getFirst().id()),
                CONTRACTS);
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
            Listing listing = requests.list(sellers.getFirst(), "Cloud no. " + (i + 1), brand, "120.00");
            shop.order(ben, listing);
        }
        shop.rest();
        shop.soonAtRest(() -> sold() == SALES);
        Red.unless(
                sold() == SALES,
                "Sina sold %d pairs of one brand, and the report by brand shows %d".formatted(SALES, sold()),
                "%d listings of the brand %s, each sold to Ben".formatted(SALES, brand),
                "GET /analytics/brand-sales: "
                        + Http.get(shop.marketplace().url("analytics") + "/analytics/brand-sales"),
                "./swapr sql analytics \"select * from brand_sales\"");
    }

    private long sold() {
        return Http.get(shop.marketplace().url("analytics") + "/analytics/brand-sales")
                .path(brand)
                .asLong(0);
    }

    /** The team of listing-service removes the brand. The check must say that analytics-service reads it. */
    private void brandIsProtected() {
        isProtected(
                "listing-service", "ListingSold", "brand", "analytics-service", "The report by brand becomes empty");
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
                refused.isEmpty()
                        ? "no reader requires the field " + field
                        : refused.stream().map(Object::toString).collect(Collectors.joining(", ")),
                CONTRACTS);
    }

    private JsonNode newestWithout(String type, String field) {
        var message = (ObjectNode) shop.topics().of(type).getLast().body().deepCopy();
        ((ObjectNode) message.path("payload")).remove(field);
        return message;
    }
}
