package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.http.HttpMethod.POST;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.Environment;
import swapr.testing.ReceivedRecord;
import swapr.testing.Recording;

/** The reactions to orders. Each event is delivered twice; the second delivery changes nothing. */
class ReservationTest extends ListingServiceTest {

    private static final String PURCHASES = "purchase-events";

    @Autowired
    private Environment environment;

    @Autowired
    private FrozenReader frozen;

    private final UUID order = UuidCreator.getTimeOrderedEpoch();

    @Test
    void anOrderReservesAnAvailableListingAtItsPrice() {
        Person ada = person("Ada");
        Person bob = person("Bob");
        UUID listing = listed(ada);

        try (var events = kafka.record("listing-events")) {
            var placed = orderPlaced(order, listing, bob).correlationId("story-2");
            kafka.deliver(PURCHASES, placed)
                    .eventually(() -> assertThat(statusOf(listing)).isEqualTo("RESERVED"))
                    .andAgainChangesNothing(() -> log(listing));

            ReceivedRecord reserved = events.await("ListingReserved", "listing:" + listing);
            assertThat(reserved.json().path("correlation_id").asString()).isEqualTo("story-2");
            assertThat(reserved.json().path("causation_id").asString())
                    .isEqualTo(placed.id().toString());
            assertThat(reserved.json().path("actor").asString()).isEqualTo("service:listing-service");
            assertThat(reserved.payload().propertyNames())
                    .containsExactlyInAnyOrder(
                            "listing_id", "order_id", "buyer_id", "seller_id", "seller_name", "title", "price");
            assertThat(reserved.payload().path("buyer_id").asString())
                    .isEqualTo(bob.id().toString());
            assertThat(reserved.payload().path("seller_name").asString()).isEqualTo("Ada");
        }
        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2");
    }

    @Test
    void ordersForAnUnknownListingAreRejectedInTheLogOfItsId() {
        UUID unknown = UuidCreator.getTimeOrderedEpoch();
        Person bob = person("Bob");

        try (var events = kafka.record("listing-events")) {
            kafka.deliver(PURCHASES, orderPlaced(order, unknown, bob))
                    .eventually(() -> assertThat(log(unknown)).containsExactly("ReservationRejected 1"))
                    .andAgainChangesNothing(() -> log(unknown));
            kafka.publish(PURCHASES, orderPlaced(UuidCreator.getTimeOrderedEpoch(), unknown, bob));
            eventually(
                    () -> assertThat(log(unknown)).containsExactly("ReservationRejected 1", "ReservationRejected 2"));

            assertThat(reasonFor(order, events.await("ReservationRejected", "listing:" + unknown)))
                    .isEqualTo("LISTING_NOT_FOUND");
        }
        assertThat(show(unknown).status()).isEqualTo(404);
    }

    @Test
    void anOrderForAReservedOrWithdrawnListingIsRejected() {
        Person ada = person("Ada");
        UUID taken = listed(ada);
        reserved(taken, person("Bob"));
        UUID withdrawn = listed(ada);
        call(org.springframework.http.HttpMethod.DELETE, "/listings/" + withdrawn, ada, null);

        for (UUID listing : List.of(taken, withdrawn)) {
            try (var events = kafka.record("listing-events")) {
                UUID late = UuidCreator.getTimeOrderedEpoch();
                kafka.deliver(PURCHASES, orderPlaced(late, listing, person("Carol")))
                        .eventually(() -> assertThat(log(listing)).last().isEqualTo("ReservationRejected 3"))
                        .andAgainChangesNothing(() -> log(listing));
                assertThat(reasonFor(late, events.await("ReservationRejected", "listing:" + listing)))
                        .isEqualTo("NOT_AVAILABLE");
            }
        }
        assertThat(statusOf(taken)).isEqualTo("RESERVED");
    }

    @Test
    void aSellerCannotBuyTheirOwnListing() {
        Person ada = person("Ada");
        UUID listing = listed(ada);

        try (var events = kafka.record("listing-events")) {
            kafka.deliver(PURCHASES, orderPlaced(order, listing, ada))
                    .eventually(() -> assertThat(log(listing)).last().isEqualTo("ReservationRejected 2"))
                    .andAgainChangesNothing(() -> log(listing));
            assertThat(reasonFor(order, events.await("ReservationRejected", "listing:" + listing)))
                    .isEqualTo("OWN_LISTING");
        }
        assertThat(statusOf(listing)).isEqualTo("AVAILABLE");
        assertThat(show(listing).body().path("version").asInt()).isEqualTo(2);
    }

    @Test
    void aConfirmedOrderBuysTheListing() {
        Person bob = person("Bob");
        UUID listing = listed(person("Ada"));
        UUID reservation = reserved(listing, bob);

        kafka.deliver(
                        PURCHASES,
                        orderEvent("OrderConfirmed", reservation, listing, bob).version(2))
                .eventually(() -> assertThat(statusOf(listing)).isEqualTo("SOLD"))
                .andAgainChangesNothing(() -> log(listing));

        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2", "ListingSold 3");
    }

    @Test
    void aReaderOfTheFirstReleaseAcceptsTheConditionField() {
        Person bob = person("Bob");
        UUID listing = listed(person("Ada"));
        UUID reservation = reserved(listing, bob);

        try (Recording events = kafka.record("listing-events")) {
            kafka.publish(
                    PURCHASES,
                    orderEvent("OrderConfirmed", reservation, listing, bob).version(2));

            assertThat(events.await("ListingSold", "listing:" + listing)
                            .payload()
                            .path("condition")
                            .asString(""))
                    .isEqualTo("VINTAGE");
        }
        Awaitility.await()
                .untilAsserted(() -> assertThat(frozen.sold.get(listing))
                        .extracting(FrozenReader.ListingSold::orderId)
                        .isEqualTo(reservation));
    }

    @Test
    void aCanceledOrderReleasesTheListingOnce() {
        Person bob = person("Bob");
        UUID listing = listed(person("Ada"));
        UUID reservation = reserved(listing, bob);
        var cancelled = orderEvent("OrderCancelled", reservation, listing, bob)
                .with("reason", "TIMED_OUT")
                .version(2);

        try (var events = kafka.record("listing-events")) {
            kafka.deliver(PURCHASES, cancelled)
                    .eventually(() -> assertThat(statusOf(listing)).isEqualTo("AVAILABLE"))
                    .andAgainChangesNothing(() -> log(listing));
            assertThat(events.await("ListingReleased", "listing:" + listing)
                            .payload()
                            .path("reason")
                            .asString())
                    .isEqualTo("TIMED_OUT");
        }
        kafka.awaitProcessed(
                kafka.publish(PURCHASES, cancelled.id(UUID.randomUUID()).version(3)));

        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2", "ListingReleased 3");
    }

    @Test
    void aReasonThatNoEventMayHaveIsADeadLetter() {
        Person bob = person("Bob");
        UUID listing = listed(person("Ada"));
        UUID reservation = reserved(listing, bob);

        kafka.awaitProcessed(kafka.publish(
                PURCHASES,
                orderEvent("OrderCancelled", reservation, listing, bob).with("reason", "")));

        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2");
    }

    @Test
    void anOrderWithoutAReservationChangesNothing() {
        Person bob = person("Bob");
        UUID listing = listed(person("Ada"));
        UUID reservation = reserved(listing, bob);

        kafka.awaitProcessed(kafka.publish(PURCHASES, orderEvent("OrderConfirmed", order, listing, bob)));
        kafka.awaitProcessed(kafka.publish(
                PURCHASES, orderEvent("OrderCancelled", order, listing, bob).with("reason", "NOT_AVAILABLE")));
        kafka.awaitProcessed(kafka.publish(
                PURCHASES,
                orderEvent("OrderCancelled", order, UUID.randomUUID(), bob).with("reason", "LISTING_NOT_FOUND")));

        assertThat(statusOf(listing)).isEqualTo("RESERVED");
        assertThat(log(listing)).containsExactly("ListingCreated 1", "ListingReserved 2");
        assertThat(reservation).isNotEqualTo(order);
    }

    @Test
    void oneOfTwentyConcurrentBuyersGetsTheListing() {
        UUID listing = listed(person("Ada"));
        race(listing, 20);
    }

    @Test
    void oneOfTwoHundredBuyersGetsTheListingWhileThePriceFalls() throws Exception {
        Person ada = person("Ada");
        UUID listing = listed(ada, sneakers("price", usd("1000")));
        Thread reducing = Thread.ofVirtual().start(() -> {
            for (int n = 1; n < 40; n++) {
                var body = Map.of("price", usd("" + (1000 - n)));
                if (call(POST, "/listings/" + listing + "/price-reductions", ada, body)
                                .status()
                        == 500) {
                    throw new AssertionError("a concurrency conflict must be answered with 409");
                }
            }
        });

        race(listing, 200);
        reducing.join();
    }

    @Test
    void oneOfTwoHundredBuyersGetsTheListingOnTwoInstances() throws Exception {
        Stream<String> same = Stream.of(
                        "spring.kafka.bootstrap-servers",
                        "spring.datasource.url",
                        "spring.datasource.username",
                        "spring.datasource.password")
                .map(name -> "--" + name + "=" + environment.getProperty(name));
        Stream<String> own = Stream.of("--server.port=0", "--management.server.port=0");

        try (var second = new SpringApplicationBuilder(ListingServiceApplication.class)
                        .run(Stream.concat(same, own).toArray(String[]::new));
                var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThat(second.isRunning()).isTrue();
            eventually(() -> assertThat(
                            admin.describeConsumerGroups(List.of("listing-service")).all().get().values().stream()
                                    .flatMap(group -> group.members().stream())
                                    .toList())
                    .hasSize(2)
                    .allMatch(member -> member.assignment().topicPartitions().stream()
                            .anyMatch(part -> part.topic().equals(PURCHASES))));

            race(listed(person("Ada")), 200);
        }
    }

    private void race(UUID listing, int buyers) {
        // Records from the start of the topic, because the price may have been reduced before this recording began.
        try (var events = kafka.recordAll("listing-events")) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int n = 0; n < buyers; n++) {
                    var placed = orderPlaced(UuidCreator.getTimeOrderedEpoch(), listing, person("Buyer " + n));
                    threads.execute(() -> kafka.publish(PURCHASES, placed));
                }
            }
            eventually(() -> assertThat(answers(listing)).hasSize(buyers));

            List<String> answers = answers(listing);
            assertThat(answers)
                    .filteredOn(event -> event.startsWith("ListingReserved"))
                    .hasSize(1);
            assertThat(jdbc.sql("""
                                    select count(*) from dead_letters
                                    where position(cast(? as bytea) in record_value) > 0""")
                            .param(listing.toString().getBytes(StandardCharsets.UTF_8))
                            .query(Long.class)
                            .single())
                    .isZero();

            List<String> log = log(listing);
            int total = (int) log.stream().distinct().count(); // a price reduction has a row for each schema version
            List<Integer> versions = events
                    .await(
                            "all events after ListingCreated",
                            log.size() - 1,
                            found -> ("listing:" + listing).equals(found.key())
                                    && !found.type().equals("ListingCreated"))
                    .stream()
                    .map(found -> found.json().path("aggregate_version").asInt())
                    .distinct()
                    .toList();
            assertThat(versions)
                    .isEqualTo(IntStream.rangeClosed(2, total).boxed().toList());
        }
    }

    private List<String> answers(UUID listing) {
        return log(listing).stream()
                .filter(event -> event.startsWith("ListingReserved") || event.startsWith("ReservationRejected"))
                .toList();
    }

    private static String reasonFor(UUID order, ReceivedRecord rejected) {
        assertThat(rejected.payload().path("order_id").asString()).isEqualTo(order.toString());
        return rejected.payload().path("reason").asString();
    }
}
