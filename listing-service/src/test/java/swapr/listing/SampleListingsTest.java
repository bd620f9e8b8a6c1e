package swapr.listing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;

/** The sample listings. */
class SampleListingsTest extends ListingServiceTest {

    @Autowired
    private SellerActions sellerActions;

    @Autowired
    private Listings listings;

    @Test
    void concurrentAndRepeatedStartsCreateEachListingOnce() throws Exception {
        kafka.publish(
                "purchase-events", orderPlaced(java.util.UUID.randomUUID(), SampleListings.idOf(7), person("Bob")));
        eventually(() -> assertThat(log(SampleListings.idOf(7))).hasSize(1));

        try (var instances = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> start = () -> {
                new SampleListings(sellerActions, listings, new ClassPathResource("catalog.csv")).start();
                return null;
            };
            for (var done : instances.invokeAll(List.of(start, start))) {
                done.get();
            }
            start.call();
        }

        for (int row = 1; row <= 50; row++) {
            assertThat(log(SampleListings.idOf(row)))
                    .filteredOn(event -> event.startsWith("ListingCreated"))
                    .hasSize(1);
        }
        assertThat(log(SampleListings.idOf(7))).containsExactly("ReservationRejected 1", "ListingCreated 2");
        var first = show(SampleListings.idOf(1)).body();
        assertThat(first.path("seller_id").asString()).isEqualTo("00000000-0000-7000-8000-000000000001");
        assertThat(first.path("title").asString()).isEqualTo("Yeezy Boost 350 V2 Butter");
        assertThat(first.path("price").path("amount").asString()).isEqualTo("269.76");
        eventually(() -> assertThat(show(SampleListings.idOf(50)).status()).isEqualTo(200));
    }
}
