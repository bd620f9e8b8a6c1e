package swapr.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import swapr.local.LocalMarketplace;
import swapr.local.Postgres;

/**
 * The shop with 10,000 more pairs. They are only in the read model of the search, and are deleted afterwards: this test
 * is about pages, and 10,000 requests would take minutes.
 */
@InBrowser
class ManyListingsTest {

    private static final String BRAND = "Myriad";
    private static final String INSERT = """
            insert into listing.listing_search (id, version, status, price_version, amount, currency, seller_id, title,
                                                brand, size, condition, created_at)
            select gen_random_uuid(), 1, 'AVAILABLE', 1, 100 + n, 'USD', gen_random_uuid(), 'Many ' || n, '%s', '42',
                   'NEW', now() - n * interval '1 second'
            from generate_series(1, 10000) n""".formatted(BRAND);

    @BeforeAll
    static void insert() throws SQLException {
        run(INSERT);
    }

    @AfterAll
    static void delete() throws SQLException {
        run("delete from listing.listing_search where brand = '" + BRAND + "'");
    }

    @Test
    void allAreCountedAndEachCanBeFound() {
        try (Tab tab = Tab.open().go("/?brand=" + BRAND)) {
            assertThat(tab.find("h1")).hasText("10000 pairs");
            assertThat(tab.find(".card[data-listing]")).hasCount(24);
            for (int shown = 24; shown <= 240; shown += 24) {
                assertThat(tab.find(".card[data-listing]")).hasCount(shown);
                tab.button("Show more pairs").click();
            }
            tab.page.keyboard().press("/");
            tab.page.keyboard().type("many 9876");

            assertThat(tab.find("h1")).hasText(Pattern.compile("1 pair for .many 9876."));
            assertThat(tab.find(".card[data-listing]")).hasCount(1);
            assertThat(Truth.read("/api/listings/facets?q=many+9876")
                            .path("total")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    private static void run(String sql) throws SQLException {
        var marketplace = LocalMarketplace.at(Swapr.ROOT, Swapr.HOME);
        try (var database = DriverManager.getConnection(
                        marketplace.databaseUrl(), Postgres.SUPERUSER, marketplace.superuserPassword());
                var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }
}
