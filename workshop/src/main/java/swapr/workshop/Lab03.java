package swapr.workshop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swapr.workshop.Shop.Customer;
import swapr.workshop.Shop.Listing;

/** The check of lab 3: the events of one listing keep their order, and an older event changes nothing. */
final class Lab03 implements Steps {

    private static final int LISTINGS = 12;
    private static final List<String> REDUCTIONS = List.of("240.00", "230.00", "220.00", "210.00");
    private static final String EVENTS = "./swapr topic listing-events --from-beginning";

    private final Shop shop;
    private final ShopRequests requests;
    private final Customer sina;
    private final List<Listing> listings = new ArrayList<>();

    Lab03(Shop shop) {
        this.shop = shop;
        this.requests = new ShopRequests(shop.marketplace());
        this.sina = shop.customer("Sina");
    }

    @Override
    public List<Step> steps() {
        return List.of(
                new Step("the search shows the same price as the listing", this::showsTheLastPrice),
                new Step("all events of one listing are on one partition", this::isOnOnePartition),
                new Step("several partitions have events", this::usesSeveralPartitions),
                new Step("an older event that arrives late changes nothing", this::ignoresALateEvent));
    }

    /** While Kafka stands still, the events wait in the outbox. The search then gets many of them at once. */
    private void showsTheLastPrice() {
        for (var i = 0; i < LISTINGS; i++) {
            listings.add(requests.list(sina, "Samba OG no. " + (i + 1), "250.00"));
        }
        shop.rest();
        try (var _ = new Frozen(shop, "kafka")) {
            listings.forEach(listing -> REDUCTIONS.forEach(price -> requests.reducePrice(sina, listing, price)));
        }
        shop.rest();
        shop.soonAtRest(() -> wrong().isEmpty());
        var wrong = wrong();
        Red.unless(
                wrong.isEmpty(),
                "Sina reduced a pair to %s USD, and the search shows an older price; %d of %d pairs are wrong"
                        .formatted(REDUCTIONS.getLast(), wrong.size(), LISTINGS),
                "%d listings, each with %d reductions while Kafka stood still".formatted(LISTINGS, REDUCTIONS.size()),
                wrong.stream().limit(1).map(this::prices).collect(Collectors.joining()),
                EVENTS);
    }

    private List<Listing> wrong() {
        return listings.stream()
                .filter(each -> !requests.searchedPrice(sina, each).equals(REDUCTIONS.getLast()))
                .toList();
    }

    private String prices(Listing listing) {
        return "the listing has %s, the search has %s: listing %s"
                .formatted(requests.price(listing), requests.searchedPrice(sina, listing), listing.id());
    }

    private void isOnOnePartition() {
        partitions()
                .forEach((key, those) -> Red.unless(
                        those.size() == 1,
                        "A buyer can see an older price later: the events of one listing are on several partitions",
                        LISTINGS + " listings with reduced prices",
                        "%s has events on the partitions %s of listing-events".formatted(key, those),
                        EVENTS));
    }

    private void usesSeveralPartitions() {
        var used = new TreeSet<Integer>();
        partitions().values().forEach(used::addAll);
        Red.unless(
                used.size() > 1,
                "With more buyers the search becomes late: one partition has all the events, so one reader does all the"
                        + " work",
                LISTINGS + " listings with reduced prices",
                "all their events are on partition %s of listing-events".formatted(used),
                EVENTS);
    }

    /** The partitions of each key, for the listings of this check. */
    private Map<String, Set<Integer>> partitions() {
        var events = Stream.of("ListingCreated", "PriceReduced").flatMap(type -> shop.topics().of(type).stream());
        return events.filter(this::isOurs)
                .collect(Collectors.groupingBy(
                        LabTopics.Seen::key,
                        TreeMap::new,
                        Collectors.mapping(event -> event.record().partition(), Collectors.toSet())));
    }

    private boolean isOurs(LabTopics.Seen event) {
        return listings.stream().anyMatch(each -> each.id().equals(event.payload("listing_id")));
    }

    private void ignoresALateEvent() {
        var older = shop.topics().of("PriceReduced").stream()
                .filter(this::isOurs)
                .filter(event -> event.body().path("schema_version").asInt() == 2)
                .filter(event -> event.body().path("aggregate_version").asInt() == REDUCTIONS.size())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the check has not seen a PriceReduced event"));
        shop.topics().sendAgain(older.late(), 1);
        shop.rest();
        var listing = new Listing(older.payload("listing_id"), "", "", "");
        Red.unless(
                requests.searchedPrice(sina, listing).equals(REDUCTIONS.getLast()),
                "Sina's pair has an older price in the search again, because an older event arrived late",
                "a PriceReduced event with version %d of 5 was sent, with another id and a clock 5 minutes ahead"
                        .formatted(REDUCTIONS.size()),
                prices(listing),
                EVENTS);
        requests.withdraw(sina, listing);
        shop.rest();
        shop.topics().sendAgain(older.late(), 1);
        shop.rest();
        Red.unless(
                !requests.isOffered(sina, listing),
                "Sina withdrew her pair, and the search offers it again, because an older event arrived late",
                "a listing was withdrawn, then a PriceReduced event with version %d was sent, with another id"
                        .formatted(REDUCTIONS.size()),
                "the search has listing " + listing.id(),
                EVENTS);
    }
}
