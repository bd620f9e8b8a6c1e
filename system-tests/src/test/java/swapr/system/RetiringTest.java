package swapr.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Retires an event version while all services run, with the steps of contracts/README.md. */
@ExtendWith(RunningMarketplace.class)
class RetiringTest {

    private static final String RETIRED = "SWAPR_MESSAGING_RETIRED";

    private final Person seller = Person.registers("Seller");

    @AfterAll
    static void publishBothVersionsAgain() {
        restartListing(Map.of());
    }

    private static void restartListing(Map<String, String> environment) {
        Swapr.run("down", "listing").expecting(0);
        Swapr.run(environment, "up", "--detach").expecting(0);
    }

    @Test
    void aVersionThatIsNotDeprecatedIsRefused() {
        assertThat(Swapr.run("catalog", "retire", "PriceReduced", "2")
                        .expecting(1)
                        .output())
                .contains("PriceReduced v2 is not deprecated");
        assertThat(Swapr.run("catalog", "retire", "PriceReduced", "7")
                        .expecting(1)
                        .output())
                .contains("no service publishes PriceReduced v7");
    }

    @Test
    void anUnneededVersionIsSwitchedOffAndNoEventIsLost() {
        long before = reductions();
        assertThat(publishedVersions(reduced("Published twice"))).isEqualTo("1,2");
        awaitReductions(before + 1);
        assertThat(Swapr.run("catalog", "retire", "PriceReduced", "1")
                        .expecting(0)
                        .output())
                .contains("No consumer needs PriceReduced v1");

        // The state before version 2 was introduced.
        restartListing(Map.of(RETIRED, "PriceReduced.v2"));
        assertThat(Swapr.run("catalog", "retire", "PriceReduced", "1")
                        .expecting(1)
                        .output())
                .contains("PriceReduced v1 is still needed: analytics-service, listing-search read no other version");

        restartListing(Map.of(RETIRED, "PriceReduced.v1"));
        String listing = reduced("Published once");

        assertThat(publishedVersions(listing)).isEqualTo("2");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(seller.get("/api/listings?q=published+once")
                                .body()
                                .toString())
                        .contains("\"45.00\""));
        awaitReductions(before + 2);
    }

    private void awaitReductions(long expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(reductions()).isEqualTo(expected));
    }

    private String reduced(String title) {
        String listing = seller.lists(title, "50.00");
        var lower = Map.of("price", Map.of("amount", "45.00", "currency", "USD"));
        seller.post("/api/listings/" + listing + "/price-reductions", lower).expecting(200);
        return listing;
    }

    /** The schema versions of the listing's PriceReduced events. */
    private static String publishedVersions(String listing) {
        String query = "select string_agg(body::json->>'schema_version', ',' order by position) from event_log "
                + "where body::json->>'event_type' = 'PriceReduced' and body::json->>'aggregate_id' = 'listing:%s'"
                        .formatted(listing);
        String[] lines =
                Swapr.run("sql", "listing", query).expecting(0).output().strip().split("\n", -1);
        return lines[1].strip();
    }

    /** The price reductions in analytics, which may lag. */
    private long reductions() {
        long sum = 0;
        for (var week : seller.get("/api/analytics/weekly-listings")
                .expecting(200)
                .body()
                .path("weeks")) {
            sum += week.path("price_reductions").asLong();
        }
        return sum;
    }
}
